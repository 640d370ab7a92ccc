using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Running;
using RunbookEngine.Server.Tests.Api;
using Role = RunbookEngine.Server.Access.Role;

namespace RunbookEngine.Server.Tests.Access;

/// <summary>Whoever sees one runbook in one environment reads nothing of another one, at no endpoint.</summary>
public class ScopedReadingTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_endpoint_that_reads_tells_of_what_a_grant_does_not_cover()
    {
        await using var lab = await ServerLab.StartAsync("limits: { requestsPerMinute: 100000 }");
        foreach (var name in (string[])["lab", "zzplace"])
            await lab.Host.Services.GetRequiredService<EnvironmentLibrary>().PutAsync(name, $"environment: v1\nname: {name}\narrays: {{ t: {{ endpoint: \"http://127.0.0.1:1\", storageDeviceId: \"900000040014\", credentials: \"env:NONE\" }} }}\n", null, "lab", Stop);
        var admin = await lab.ClientAsync("zzadmin", Role.Admin);
        foreach (var (path, text) in new[]
        {
            ("runbooks/zzhidden", "runbook: v1\nname: zzhidden\ntriggers:\n  - { name: zzinside, every: 6h, environment: zzplace }\nsteps:\n  - { id: ask, manual: { question: zzquestion } }\n"),
            ("runbooks/plain", "runbook: v1\nname: plain\nsteps:\n  - { id: rest, delay: { for: 1s } }\n"),
            ("schedules/zzsched", "{ runbook: zzhidden, environment: zzplace, every: 6h }"),
            ("webhooks/zzhook", "{ runbook: zzhidden, environment: zzplace, webhook: { secrets: env:ZZSECRET } }"),
        })
            Assert.True((await admin.PutAsync(path, new StringContent(text), Stop)).IsSuccessStatusCode, path);
        var run = await ServerLab.StartAsync(admin, new { runbook = "zzhidden", environment = "zzplace", ticket = "ZZ1" });
        await ServerLab.WaitAsync(admin, run, "awaiting-answer");
        var endpoints = lab.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null && (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Contains("GET"))
            .Select(e => "/" + e.RoutePattern.RawText!.Trim('/')).Where(p => !p.StartsWith("/openapi", StringComparison.Ordinal)).Distinct().ToList();
        Assert.True(endpoints.Count > 20);
        foreach (var role in Enum.GetValues<Role>())
        {
            var client = await lab.ClientAsync($"the-{role}", new Grant(role, ["plain"], ["lab"]), new Grant(role, ["zzhidden"], ["lab"]), new Grant(role, ["plain"], ["zzplace"]));
            foreach (var pattern in endpoints)
            {
                var path = pattern.Replace("{id}", run, StringComparison.Ordinal)
                    .Replace("{name}", pattern.Contains("schedules", StringComparison.Ordinal) ? "zzsched" : pattern.Contains("webhooks", StringComparison.Ordinal) ? "zzhook" : "nothing", StringComparison.Ordinal);
                using var answer = await client.GetAsync(new Uri(lab.Address, path), HttpCompletionOption.ResponseHeadersRead, Stop);
                if (pattern.Contains('{'))
                {
                    Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden, $"{role} {path}: {answer.StatusCode}");
                    continue;
                }

                var text = await answer.Content.ReadAsStringAsync(Stop);
                // The names of what they have a grant for are theirs to see.
                foreach (var hidden in (string[])["zzinside", "zzsched", "zzhook", "ZZSECRET", "zzquestion", "ZZ1", run])
                    Assert.False(text.Contains(hidden, StringComparison.Ordinal), $"{role} {path}: {text}");
            }
        }
    }
}
