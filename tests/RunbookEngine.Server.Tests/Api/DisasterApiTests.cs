using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Tests.Triggers;

namespace RunbookEngine.Server.Tests.Api;

/// <summary>The night on a server: who declares the disaster, as the environment says, and runs in flight whose arrays are reached at other addresses.</summary>
public class DisasterApiTests
{
    private const string Over = """
        runbook: v1
        name: over
        targets:
          logs: { technology: truecopy, array: tokyo, remoteArray: osaka, copyGroups: [erp-tc-01] }
        steps:
          - id: take
            pair.takeover: { on: logs, mode: force }
            modes: [disaster]
            pivot: true
            rollback: { none: "production is lost" }
        """;

    private const string Waits = """
        runbook: v1
        name: waits
        targets:
          mirrors: { technology: universal-replicator, array: tokyo, copyGroups: ["erp-ur-01"] }
        steps:
          - id: look
            pair.assert: { on: mirrors, status: PAIR }
          - id: go
            approve: { by: dr-coordinators, message: go on }
            timeout: 1h
          - id: split
            pair.split: { on: mirrors, svolAccess: read-write }
            wait: { for: [PSUS, SSUS], failOn: [PSUE], timeout: 40m }
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_those_whom_the_environment_names_declare_a_disaster_and_a_grant_for_the_mode_is_needed_beside()
    {
        await using var lab = await ServerLab.StartAsync(arrays: true);
        using var admin = await lab.ClientAsync("dana", Role.Admin);
        await PutAsync(admin, lab.EnvironmentText + "disaster: { declaredBy: [dr-coordinators] }\n", HttpStatusCode.OK);
        await UploadAsync(admin, "over", Over);
        await lab.ControlAsync("arrays", """{"array":"tokyo","gone":true}""");

        var unnamed = await admin.PostAsJsonAsync("runs", Order(), Stop);
        Assert.Equal(HttpStatusCode.Forbidden, Refused(unnamed));
        Assert.Contains("dana may not declare a disaster in lab: its environment names dr-coordinators for that", await unnamed.Content.ReadAsStringAsync(Stop));
        using var byDay = await lab.ClientAsync("ben", new Grant(Role.Operator, Modes: ["none", "test"]));
        Assert.Equal(HttpStatusCode.Forbidden, (await byDay.PostAsJsonAsync("runs", Order(), Stop)).StatusCode);
        Assert.Empty((await lab.ControlAsync("ledger")).GetProperty("data").EnumerateArray());

        using var akiko = await lab.ClientAsync("akiko", new Grant(Role.Operator, Modes: ["disaster"]));
        var run = await ServerLab.StartAsync(akiko, Order());
        await ServerLab.WaitAsync(akiko, run, "succeeded");
        var report = await admin.GetFromJsonAsync<JsonElement>($"runs/{run}/report?format=json", Stop);
        Assert.Equal("declaration", report.EnumerateObject().First().Name);
        Assert.Equal(("akiko", "fire"), (report.GetProperty("declaration").GetProperty("by").GetString(), report.GetProperty("declaration").GetProperty("reason").GetString()));
        Assert.Equal(["tokyo"], report.GetProperty("declaration").GetProperty("absent").EnumerateArray().Select(a => a.GetString()));
        Assert.Equal(["declaration", "takeover"], report.GetProperty("recoveryPoint").EnumerateArray().Select(p => p.GetProperty("when").GetString()));
        Assert.Equal(["SSWS"], await SvolsAsync(lab, "erp-tc-01"));
    }

    [Fact]
    public async Task An_approval_that_the_environment_asks_for_stands_before_the_first_step_and_nothing_is_sent_until_then()
    {
        await using var lab = await ServerLab.StartAsync(arrays: true);
        using var admin = await lab.ClientAsync("dana", Role.Admin);
        await PutAsync(admin, lab.EnvironmentText + "disaster: { approval: { by: [dr-coordinators], min: 2 } }\n", HttpStatusCode.OK);
        await UploadAsync(admin, "over", Over);
        await lab.ControlAsync("arrays", """{"array":"tokyo","gone":true}""");

        var run = await ServerLab.StartAsync(admin, Order());
        await ServerLab.WaitAsync(admin, run, "awaiting-approval");
        Assert.Empty((await lab.ControlAsync("ledger")).GetProperty("data").EnumerateArray());
        foreach (var name in new[] { "akiko", "ben" })
        {
            using var approver = await lab.ClientAsync(name, Role.Approver);
            var granted = await approver.PostAsJsonAsync($"runs/{run}/steps/declare-disaster/approval", new { granted = true }, Stop);
            Assert.True(granted.IsSuccessStatusCode, await granted.Content.ReadAsStringAsync(Stop));
        }

        await ServerLab.WaitAsync(admin, run, "succeeded");
        Assert.Equal(["SSWS"], await SvolsAsync(lab, "erp-tc-01"));
    }

    /// <summary>The effect is the same whatever the run is called, and whoever starts it: one lock.</summary>
    [Theory]
    [InlineData("declaredBy: [dr-coordinators]", null)]
    [InlineData("declaredBy: [dr-coordinators]", "planned")]
    [InlineData("approval: { by: [dr-coordinators] }", null)]
    [InlineData("approval: { by: [dr-coordinators] }", "planned")]
    public async Task A_forced_takeover_in_another_mode_passes_nobody_by(string who, string? mode)
    {
        await using var lab = await ServerLab.StartAsync(arrays: true);
        using var admin = await lab.ClientAsync("dana", Role.Admin);
        await PutAsync(admin, lab.EnvironmentText + $"disaster: {{ {who} }}\n", HttpStatusCode.OK);
        await UploadAsync(admin, "over", Over.Replace("    modes: [disaster]\n", "", StringComparison.Ordinal));
        var order = new { runbook = "over", environment = ServerLab.Environment, mode };

        if (who.StartsWith("declaredBy", StringComparison.Ordinal))
        {
            var unnamed = await admin.PostAsJsonAsync("runs", order, Stop);
            Assert.Equal(HttpStatusCode.Forbidden, Refused(unnamed));
            Assert.Contains("A forced takeover gives up the link to production in every mode", await unnamed.Content.ReadAsStringAsync(Stop));
            Assert.Empty(await lab.Store.ListAsync(new RunbookEngine.Journal.RunFilter(Limit: 10), Stop));
            using var akiko = await lab.ClientAsync("akiko", Role.Operator);
            var run = await ServerLab.StartAsync(akiko, order);
            await ServerLab.WaitAsync(akiko, run, "succeeded");
        }
        else
        {
            var run = await ServerLab.StartAsync(admin, order);
            await ServerLab.WaitAsync(admin, run, "awaiting-approval");
            Assert.Equal(0, lab.Asked);
            using var akiko = await lab.ClientAsync("akiko", Role.Approver);
            Assert.True((await akiko.PostAsJsonAsync($"runs/{run}/steps/declare-disaster/approval", new { granted = true }, Stop)).IsSuccessStatusCode);
            await ServerLab.WaitAsync(admin, run, "succeeded");
        }

        Assert.Equal(["SSWS"], await SvolsAsync(lab, "erp-tc-01"));
    }

    [Fact]
    public async Task A_webhook_and_a_schedule_declare_no_disaster_where_the_environment_names_people()
    {
        Environment.SetEnvironmentVariable(HookLab.SecretVariable, HookLab.Secret);
        await using var lab = await ServerLab.StartAsync("limits: { requestsPerMinute: 100000 }", arrays: true);
        // Even the trigger of somebody who may: a trigger does not know what is true tonight.
        using var akiko = await lab.ClientAsync("akiko", Role.Admin);
        await PutAsync(akiko, lab.EnvironmentText + "disaster: { declaredBy: [dr-coordinators] }\n", HttpStatusCode.OK);
        await UploadAsync(akiko, "over", Over);
        foreach (var (path, how) in new[] { ("webhooks/alarm", $"webhook: {{ secrets: env:{HookLab.SecretVariable} }}"), ("schedules/often", "cron: \"0/2 * * * * ?\", zone: UTC") })
        {
            var put = await akiko.PutAsync(path, new StringContent($"{{ runbook: over, environment: lab, mode: disaster, {how} }}"), Stop);
            Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync(Stop));
        }

        var timestamp = $"{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}";
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(lab.Address, "/hooks/alarm")) { Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Add("Runbook-Timestamp", timestamp);
        request.Headers.Add("Runbook-Signature", $"sha256={HookLab.Hmac(HookLab.Secret, $"alarm:{timestamp}.{{}}")}");
        var hooked = await akiko.SendAsync(request, Stop);
        Assert.True((int)hooked.StatusCode == 422, $"{hooked.StatusCode}: {await hooked.Content.ReadAsStringAsync(Stop)}");
        JsonElement fire = default;
        for (var i = 0; i < 300 && fire.ValueKind != JsonValueKind.Object; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), Stop);
            fire = (await akiko.GetFromJsonAsync<JsonElement>("schedules/often/fires", Stop)).GetProperty("items").EnumerateArray()
                .FirstOrDefault(f => f.GetProperty("outcome").ValueKind == JsonValueKind.String);
        }

        Assert.Equal("refused", fire.GetProperty("outcome").GetString());
        Assert.Contains("may not declare a disaster in lab", fire.GetRawText());
        Assert.Empty(await lab.Store.ListAsync(new RunbookEngine.Journal.RunFilter(Limit: 10), Stop));
        Assert.Equal(0, lab.Asked);
    }

    [Fact]
    public async Task An_environment_that_is_replaced_takes_the_runs_in_flight_to_the_new_addresses()
    {
        await using var lab = await ServerLab.StartAsync(arrays: true);
        using var admin = await lab.ClientAsync("dana", Role.Admin);
        await UploadAsync(admin, "waits", Waits);
        var run = await ServerLab.StartAsync(admin, new { runbook = "waits", environment = ServerLab.Environment });
        await ServerLab.WaitAsync(admin, run, "awaiting-approval");

        // Another address of the same arrays; the old one answers nobody any more as far as the run is concerned.
        await PutAsync(admin, lab.EnvironmentText.Replace("127.0.0.1", "localhost", StringComparison.Ordinal), HttpStatusCode.OK);
        using var akiko = await lab.ClientAsync("akiko", Role.Approver);
        Assert.True((await akiko.PostAsJsonAsync($"runs/{run}/steps/go/approval", new { granted = true }, Stop)).IsSuccessStatusCode);

        await ServerLab.WaitAsync(admin, run, "succeeded");
        var changed = (await EventsAsync(admin, run)).Single(e => e.Type == "environment-changed");
        Assert.Contains("array tokyo: endpoint", changed.Payload);
        Assert.Contains("dana", changed.Payload);
    }

    [Fact]
    public async Task An_environment_that_would_exchange_an_array_of_a_run_in_flight_is_refused_and_the_run_goes_on_where_it_was()
    {
        await using var lab = await ServerLab.StartAsync(arrays: true);
        using var admin = await lab.ClientAsync("dana", Role.Admin);
        await UploadAsync(admin, "waits", Waits);
        var run = await ServerLab.StartAsync(admin, new { runbook = "waits", environment = ServerLab.Environment });
        await ServerLab.WaitAsync(admin, run, "awaiting-approval");

        var swapped = lab.EnvironmentText.Replace("900000040014", "900000049999", StringComparison.Ordinal);
        var refused = await PutAsync(admin, swapped, HttpStatusCode.Conflict);
        Assert.Contains(run, refused);
        Assert.DoesNotContain(await EventsAsync(admin, run), e => e.Type == "environment-changed");
        using var akiko = await lab.ClientAsync("akiko", Role.Approver);
        Assert.True((await akiko.PostAsJsonAsync($"runs/{run}/steps/go/approval", new { granted = true }, Stop)).IsSuccessStatusCode);
        await ServerLab.WaitAsync(admin, run, "succeeded");

        // With no run in flight it may.
        await PutAsync(admin, swapped, HttpStatusCode.OK);
    }

    private static object Order() => new { runbook = "over", environment = ServerLab.Environment, mode = "disaster", reason = "fire", without = new[] { "tokyo" } };

    /// <summary>Refusals of an order are told as one of these.</summary>
    private static HttpStatusCode Refused(HttpResponseMessage answer) =>
        answer.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity ? HttpStatusCode.Forbidden : answer.StatusCode;

    private static async Task<string> PutAsync(HttpClient admin, string text, HttpStatusCode expected)
    {
        var answer = await admin.PutAsync($"environments/{ServerLab.Environment}", new StringContent(text), Stop);
        var body = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.StatusCode == expected, $"{answer.StatusCode}: {body}");
        return body;
    }

    private static async Task UploadAsync(HttpClient admin, string name, string text)
    {
        var answer = await admin.PutAsync($"runbooks/{name}", new StringContent(text), Stop);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }

    private static async Task<IReadOnlyList<(string Type, string Payload)>> EventsAsync(HttpClient client, string run) =>
        [.. (await client.GetFromJsonAsync<JsonElement>($"runs/{run}/events?limit=200", Stop)).GetProperty("items").EnumerateArray()
            .Select(e => (e.GetProperty("type").GetString()!, e.GetProperty("payload").GetString()!))];

    private static async Task<IReadOnlyList<string>> SvolsAsync(ServerLab lab, string group) =>
        [.. (await lab.ControlAsync($"pairs?copyGroup={group}")).GetProperty("data").EnumerateArray().Select(p => p.GetProperty("svolStatus").GetString()!).Distinct()];
}
