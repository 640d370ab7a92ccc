using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using RunbookEngine.Journal;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Tests.Api;
using Role = RunbookEngine.Server.Access.Role;

namespace RunbookEngine.Server.Tests.Triggers;

/// <summary>A run whose forecast has an error is started by no front of a server: order, schedule, webhook, ticket.</summary>
public sealed class ForecastFrontTests
{
    /// <summary>Its second step names a copy group that only the input knows: with the wrong one it fails after the split.</summary>
    private const string Doomed = """
        runbook: v1
        name: doomed
        inputs: { group: { type: string, default: erp-ur-01 } }
        targets:
          mirrors: { technology: universal-replicator, array: tokyo, copyGroups: [erp-ur-01] }
        steps:
          - id: split
            pair.split: { on: mirrors }
          - id: late
            pair.resync: { on: "${{ inputs.group }}" }
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_front_starts_it_and_no_array_is_asked()
    {
        Environment.SetEnvironmentVariable(HookLab.SecretVariable, HookLab.Secret);
        await using var lab = await ServerLab.StartAsync("schedules: { environment: lab }\nlimits: { requestsPerMinute: 100000 }", arrays: true);
        using var admin = await lab.ClientAsync("ann", Role.Admin);
        await PutAsync(admin, "runbooks/doomed", Doomed);

        using var ordered = await admin.PostAsJsonAsync("runs", new { runbook = "doomed", environment = ServerLab.Environment, inputs = new { group = "erp-ur-09" } }, Stop);
        Assert.Equal(422, (int)ordered.StatusCode);
        Assert.Contains("erp-ur-09", await ordered.Content.ReadAsStringAsync(Stop));

        using var forced = await admin.PostAsJsonAsync("runs", new { runbook = "doomed", environment = ServerLab.Environment, inputs = new { group = "erp-ur-09" }, forcePlan = "because" }, Stop);
        Assert.False(forced.IsSuccessStatusCode, "the environment does not let a plan be forced");

        await PutAsync(admin, "webhooks/hook", $"{{ runbook: doomed, environment: lab, webhook: {{ secrets: env:{HookLab.SecretVariable} }}, inputs: {{ group: \"${{{{ body.group }}}}\" }} }}");
        using var hooked = await admin.SendAsync(Signed(lab, "hook", "{\"group\":\"erp-ur-09\"}"), Stop);
        Assert.True((int)hooked.StatusCode is >= 400 and < 500, $"{hooked.StatusCode}: {await hooked.Content.ReadAsStringAsync(Stop)}");

        await PutAsync(admin, "webhooks/events", $"{{ webhook: {{ secrets: env:{HookLab.SecretVariable}, perMinute: 6000 }}, tickets: {{ connection: servicenow, id: \"${{{{ body.number }}}}\", state: \"${{{{ body.state }}}}\" }} }}");
        await PutAsync(admin, "schedules/changes", "{ runbook: doomed, environment: lab, ticket: { connection: servicenow, state: [Implement] }, inputs: { group: \"${{ body.group }}\" } }");
        using var ticket = await admin.SendAsync(Signed(lab, "events", "{\"number\":\"CHG1\",\"state\":\"Implement\",\"group\":\"erp-ur-09\"}"), Stop);
        Assert.False((int)ticket.StatusCode == 201, await ticket.Content.ReadAsStringAsync(Stop));

        await PutAsync(admin, "schedules/often", "{ runbook: doomed, environment: lab, cron: \"0/2 * * * * ?\", zone: UTC, inputs: { group: erp-ur-09 } }");
        var fire = await FireAsync(admin);
        Assert.Equal("refused", fire.GetProperty("outcome").GetString());
        Assert.Contains("erp-ur-09", fire.GetRawText());

        Assert.Empty(await lab.Store.ListAsync(new RunFilter(Limit: 100), Stop));
        Assert.Equal(0, lab.Asked);

        // With the right group the same fronts do start it.
        var run = await ServerLab.StartAsync(admin, new { runbook = "doomed", environment = ServerLab.Environment });
        await ServerLab.WaitAsync(admin, run, "succeeded");
        Assert.Equal(2, lab.Asked);
    }

    private static async Task<JsonElement> FireAsync(HttpClient admin)
    {
        for (var i = 0; i < 300; i++)
        {
            if ((await admin.GetFromJsonAsync<JsonElement>("schedules/often/fires", Stop)).GetProperty("items").EnumerateArray().FirstOrDefault(f => f.GetProperty("outcome").ValueKind == JsonValueKind.String) is { ValueKind: JsonValueKind.Object } fire)
                return fire;
            await Task.Delay(TimeSpan.FromMilliseconds(100), Stop);
        }

        throw new TimeoutException("the schedule was never due");
    }

    private static HttpRequestMessage Signed(ServerLab lab, string hook, string body)
    {
        var timestamp = $"{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}";
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(lab.Address, $"/hooks/{hook}")) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Runbook-Timestamp", timestamp);
        request.Headers.Add("Runbook-Signature", $"sha256={HookLab.Hmac(HookLab.Secret, $"{hook}:{timestamp}.{body}")}");
        return request;
    }

    private static async Task PutAsync(HttpClient admin, string path, string text)
    {
        using var answer = await admin.PutAsync(path, new StringContent(text), Stop);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {await answer.Content.ReadAsStringAsync(Stop)}");
    }
}
