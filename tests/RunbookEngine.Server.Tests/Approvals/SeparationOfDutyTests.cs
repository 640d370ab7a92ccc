using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Records;
using RunbookEngine.Server.Tests.Api;
using Role = RunbookEngine.Server.Access.Role;

namespace RunbookEngine.Server.Tests.Approvals;

/// <summary>Every door of the server by which an operator might get past the approval of their own run.</summary>
public class SeparationOfDutyTests
{
    private const string Held = """
        runbook: v1
        name: held
        onFailure: hold
        steps:
          - id: go
            approve: { by: dr, min: 2, message: "Go?" }
          - id: work
            command: { run: [/bin/true] }
            rollback: { none: "touches nothing" }
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_operator_gets_past_the_approval_of_their_own_run_by_no_door(bool denied)
    {
        await using var lab = await ApprovalLab.StartAsync();
        var (olga, id) = await HeldAsync(lab, denied);
        var doors = new (string Path, object Body)[]
        {
            ("resume", new { skip = new[] { "go" }, reason = "late" }),
            ("resume", new { markDone = new[] { "go" }, reason = "late" }),
            ("resume", new { retry = new[] { "go" }, reason = "late" }),
            ("steps/go/approval", new { granted = true }),
            ("steps/go/answer", new { text = "yes" }),
            ("steps/go/break-glass", new { reason = "late" }),
            ("resume", new { reason = "late" }),
        };
        foreach (var (path, body) in doors)
        {
            var answer = await olga.PostAsJsonAsync($"runs/{id}/{path}", body, Stop);
            Assert.True(answer.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.Forbidden || (!denied && path == "resume"), $"{path} {JsonSerializer.Serialize(body)}: {answer.StatusCode}");
        }

        var state = await lab.StateAsync(RunId.TryParse(id)!.Value);
        Assert.Equal((denied ? StepStatus.Failed : StepStatus.Waiting, StepStatus.Pending), (state.Step(StepKey.Parse("go"))!.Status, state.StepOrPending(StepKey.Parse("work")).Status));
    }

    [Fact]
    public async Task Two_people_with_the_role_break_the_glass_and_it_stands_first_in_the_evidence()
    {
        await using var lab = await ApprovalLab.StartAsync();
        var (olga, id) = await HeldAsync(lab, denied: true);
        var (eve, finn) = (await lab.Server.ClientAsync("eve", Role.Emergency), await lab.Server.ClientAsync("finn", Role.Emergency));

        Assert.Equal(HttpStatusCode.BadRequest, (await eve.PostAsJsonAsync($"runs/{id}/steps/go/break-glass", new { reason = "" }, Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await eve.PostAsJsonAsync($"runs/{id}/steps/go/break-glass", new { reason = "Tokyo is lost" }, Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await eve.PostAsJsonAsync($"runs/{id}/steps/go/break-glass", new { reason = "really" }, Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await finn.PostAsJsonAsync($"runs/{id}/steps/go/break-glass", new { reason = "confirmed" }, Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await olga.PostAsJsonAsync($"runs/{id}/resume", new { }, Stop)).StatusCode);
        await ServerLab.WaitAsync(olga, id, "succeeded");

        var evidence = JsonElement.Parse(await olga.GetStringAsync($"runs/{id}/report", Stop));
        var first = evidence.EnumerateObject().First();
        Assert.Equal(("breakGlass", "eve", "finn"), (first.Name, first.Value[0].GetProperty("first").GetString(), first.Value[0].GetProperty("second").GetString()));
        var lines = (await olga.GetStringAsync($"runs/{id}/report?format=markdown", Stop)).Split('\n').Where(l => l.StartsWith("| ", StringComparison.Ordinal) && !l.Contains("---")).ToList();
        Assert.Contains("GLASS BROKEN", lines[1]);
        Assert.Contains(lab.Boxes.In("everybody"), m => m.Contains("eve and finn", StringComparison.Ordinal) && m.Contains("Tokyo is lost", StringComparison.Ordinal));
        var admin = await lab.Server.ClientAsync("ann", Role.Admin);
        Assert.Contains("glass.broken", await admin.GetStringAsync("records?limit=1000", Stop));
    }

    [Fact]
    public async Task An_older_version_that_asks_less_is_started_by_authors_alone()
    {
        await using var lab = await ApprovalLab.StartAsync();
        var (admin, olga) = (await lab.Server.ClientAsync("ann", Role.Admin), await lab.Server.ClientAsync("olga", Role.Operator));
        string[] versions =
        [
            Held.Replace("    approve: { by: dr, min: 2, message: \"Go?\" }\n", "    delay: { for: 1s }\n", StringComparison.Ordinal),
            Held.Replace("min: 2", "min: 1", StringComparison.Ordinal), Held.Replace("Go?", "Really?", StringComparison.Ordinal), Held,
        ];
        foreach (var text in versions)
            Assert.True((await admin.PutAsync("runbooks/held", new StringContent(text), Stop)).IsSuccessStatusCode);
        foreach (var (version, status) in new[] { (1, HttpStatusCode.Conflict), (2, HttpStatusCode.Conflict), (3, HttpStatusCode.Created), (4, HttpStatusCode.Created) })
            Assert.Equal((version, status), (version, (await olga.PostAsJsonAsync("runs", new { runbook = "held", environment = ServerLab.Environment, version }, Stop)).StatusCode));
        Assert.Equal(HttpStatusCode.Conflict, (await olga.PostAsJsonAsync("plans", new { runbook = "held", environment = ServerLab.Environment, version = 1 }, Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await admin.PostAsJsonAsync("runs", new { runbook = "held", environment = ServerLab.Environment, version = 1 }, Stop)).StatusCode);
    }

    [Theory]
    [InlineData("Planned")]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("none")]
    [InlineData("planned ")]
    public async Task An_unknown_mode_comes_in_by_no_door(string mode)
    {
        await using var lab = await ApprovalLab.StartAsync();
        var admin = await lab.Server.ClientAsync("ann", Role.Admin);
        var order = new { runbook = "ask", environment = ServerLab.Environment, mode };
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await admin.PostAsJsonAsync("runs", order, Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await admin.PostAsJsonAsync("plans", order, Stop)).StatusCode);
        var validated = JsonElement.Parse(await (await admin.PostAsJsonAsync("validate", order, Stop)).Content.ReadAsStringAsync(Stop));
        Assert.False(validated.GetProperty("valid").GetBoolean());
        foreach (var path in new[] { "schedules/night", "webhooks/night" })
        {
            var when = path.StartsWith("schedules", StringComparison.Ordinal) ? "\"every\": \"1h\"" : "\"webhook\": { \"secrets\": \"env:APPROVAL_LAB_KEY\" }";
            var text = $"{{ \"runbook\": \"ask\", \"environment\": \"lab\", \"mode\": {JsonSerializer.Serialize(mode)}, {when} }}";
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await admin.PutAsync(path, new StringContent(text), Stop)).StatusCode);
        }

        Assert.Empty(await lab.Server.Store.ListAsync(new RunFilter(), Stop));
        if (mode == "none")
            return;
        var key = await admin.PostAsJsonAsync("keys", new { name = "k", grants = new[] { new { role = "operator", modes = new[] { mode } } } }, Stop);
        Assert.Equal(HttpStatusCode.BadRequest, key.StatusCode);
    }

    [Fact]
    public async Task Every_known_mode_is_taken_by_the_api()
    {
        await using var lab = await ApprovalLab.StartAsync();
        var admin = await lab.Server.ClientAsync("ann", Role.Admin);
        foreach (var mode in RunModes.All)
            Assert.Equal(HttpStatusCode.Created, (await admin.PostAsJsonAsync("runs", new { runbook = "ask", environment = ServerLab.Environment, mode }, Stop)).StatusCode);
    }

    private static async Task<(HttpClient Olga, string Run)> HeldAsync(ApprovalLab lab, bool denied)
    {
        var author = await lab.Server.ClientAsync("aaron", Role.Author);
        var put = await author.PutAsync("runbooks/held", new StringContent(Held), Stop);
        Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync(Stop));
        var olga = await lab.Server.ClientAsync("olga", Role.Operator);
        var id = await ServerLab.StartAsync(olga, new { runbook = "held", environment = ServerLab.Environment });
        await ServerLab.WaitAsync(olga, id, "awaiting-approval");
        if (denied)
        {
            var ben = await lab.Server.ClientAsync("ben", Role.Approver);
            Assert.Equal(HttpStatusCode.OK, (await ben.PostAsJsonAsync($"runs/{id}/steps/go/approval", new { granted = false, reason = "no" }, Stop)).StatusCode);
            await ServerLab.WaitAsync(olga, id, "held");
        }

        return (olga, id);
    }
}
