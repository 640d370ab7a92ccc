using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Running;
using RunbookEngine.Server.Tests.Api;
using Role = RunbookEngine.Server.Access.Role;

namespace RunbookEngine.Server.Tests.Access;

/// <summary>A runbook that somebody may not see, there, is not called by them, not planned, and nothing of it is told; by whichever door.</summary>
public class CalledRunbookTests
{
    private const string Outer = "runbook: v1\nname: outer\nsteps:\n  - { id: sub, call: { runbook: inner.yaml, inputs: { word: x } } }\n";
    private const string Inner = "runbook: v1\nname: inner\ninputs:\n  word: { type: string, pattern: \"[0-9]+\" }\nsteps:\n  - { id: hidden-step, delay: { for: 1s } }\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string?, string?> Scopes => new() { { "other", null, null }, { "inner", "far", null }, { "inner", "lab", "test" } };

    [Theory]
    [MemberData(nameof(Scopes))]
    public async Task What_is_seen_elsewhere_is_not_called_here(string runbook, string? environment, string? mode)
    {
        await using var lab = await ServerLab.StartAsync("schedules: { environment: lab }");
        foreach (var name in (string[])["lab", "far"])
            await lab.Host.Services.GetRequiredService<EnvironmentLibrary>().PutAsync(name, $"environment: v1\nname: {name}\narrays: {{ t: {{ endpoint: \"http://127.0.0.1:1\", storageDeviceId: \"900000040014\", credentials: \"env:NONE\" }} }}\n", null, "lab", Stop);
        var admin = await lab.ClientAsync("ann", Role.Admin);
        Assert.True((await admin.PutAsync("runbooks/inner", new StringContent(Inner), Stop)).IsSuccessStatusCode);
        var library = lab.Host.Services.GetRequiredService<RunbookLibrary>();
        await library.PutAsync("outer", Outer, null, "lab", Stop);
        Grant Sees(Role role) => new(role, [runbook], environment is null ? null : [environment], mode is null ? null : [mode]);
        var olga = await lab.ClientAsync("olga", new Grant(Role.Operator, ["outer"]), new Grant(Role.Author, ["outer"]), Sees(Role.Viewer));
        var orders = new (string Path, object Body)[]
        {
            ("runs", new { runbook = "outer", environment = "lab" }),
            ("plans", new { runbook = "outer", environment = "lab" }),
            ("validate", new { runbook = "outer", environment = "lab" }),
            ("validate", new { text = Outer, environment = "lab" }),
        };
        foreach (var (path, body) in orders)
        {
            var answer = await olga.PostAsJsonAsync(path, body, Stop);
            var said = await answer.Content.ReadAsStringAsync(Stop);
            Assert.True(path == "validate" ? said.Contains("\"valid\":false", StringComparison.Ordinal) : answer.StatusCode == HttpStatusCode.UnprocessableEntity, $"{path}: {said}");
            Assert.Contains("no runbook 'inner' was uploaded", said);
            Assert.DoesNotContain("[0-9]", said);
            Assert.DoesNotContain("hidden-step", said);
            // Whoever sees it there is told what is wrong with it.
            Assert.Contains("[0-9]", await (await admin.PostAsJsonAsync(path, body, Stop)).Content.ReadAsStringAsync(Stop));
        }

        foreach (var (path, text) in new[] { ("schedules/s", "{ runbook: outer, every: 1h }"), ("webhooks/w", "{ runbook: outer, webhook: { secrets: env:NONE } }") })
        {
            var answer = await olga.PutAsync(path, new StringContent(text), Stop);
            Assert.Equal((path, HttpStatusCode.UnprocessableEntity), (path, answer.StatusCode));
            Assert.Contains("no runbook 'inner'", await answer.Content.ReadAsStringAsync(Stop));
        }

        var identity = (await lab.Host.Services.GetRequiredService<ApiKeys>().ListAsync(null, 100, Stop)).Single(k => k.Name == "olga");
        var fired = await lab.Host.Services.GetRequiredService<IRunStarter>().StartAsync(
            new RunOrder("outer", "lab", "schedule:s", new Dictionary<string, string>(), Author: new TriggerAuthor("olga", $"key:{identity.Id}")), Stop);
        Assert.Contains("no runbook 'inner' was uploaded", Assert.IsType<OrderResult.Invalid>(fired).Message);
        Assert.Empty(await lab.Store.ListAsync(new Journal.RunFilter(), Stop));
    }

    [Fact]
    public async Task A_runbook_that_is_seen_elsewhere_is_not_validated_here()
    {
        await using var lab = await ServerLab.StartAsync();
        foreach (var name in (string[])["lab", "far"])
            await lab.Host.Services.GetRequiredService<EnvironmentLibrary>().PutAsync(name, $"environment: v1\nname: {name}\narrays: {{ t: {{ endpoint: \"http://127.0.0.1:1\", storageDeviceId: \"900000040014\", credentials: \"env:NONE\" }} }}\n", null, "lab", Stop);
        await lab.Host.Services.GetRequiredService<RunbookLibrary>().PutAsync("inner", Inner, null, "lab", Stop);
        var vera = await lab.ClientAsync("vera", new Grant(Role.Viewer, ["inner"], ["far"]), new Grant(Role.Viewer, ["other"], ["lab"]));
        Assert.Equal(HttpStatusCode.NotFound, (await vera.PostAsJsonAsync("validate", new { runbook = "inner", environment = "lab" }, Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await vera.PostAsJsonAsync("validate", new { runbook = "inner", environment = "far" }, Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await vera.PostAsJsonAsync("validate", new { runbook = "inner" }, Stop)).StatusCode);
    }
}
