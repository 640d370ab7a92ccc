namespace RunbookEngine.EndToEnd.Tests;

/// <summary>What stands around a disaster run: patterns that only both arrays list, the wait for a silent array, a run taken back while a side is unknown,
/// and production that comes back.</summary>
public sealed class DisasterDoorTests
{
    [Theory]
    [InlineData("tokyo", "osaka")]
    [InlineData("osaka", "tokyo")]
    public async Task Patterns_mean_what_earlier_runs_met_and_a_store_that_met_nothing_says_what_is_missing(string first, string second)
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(Repository.TwoSite);
        var byDay = workshop.Write("day.yaml", Runbook("tokyo", "osaka", "crm-tc-*", "pair.assert: { on: logs, status: PAIR }"));
        Assert.Equal(0, (await workshop.RunAsync("run", byDay, "--environment", arrays.Environment)).Exit);
        await arrays.ControlAsync("arrays", """{"array":"tokyo","gone":true}""");
        var night = workshop.Write("night.yaml", Runbook(first, second, "crm-tc-*", Take));
        string[] order = ["run", night, "--environment", arrays.Environment, "--mode", "disaster", "--as", "olga"];

        var stranger = await workshop.RunAsync([.. order, "--store", $"sqlite:{workshop.File("empty.db")}"]);
        Assert.True(stranger.Exit == 7, $"{stranger}");
        Assert.Contains("which copy groups `crm-tc-*` means cannot be found out", stranger.Error);
        Assert.Contains("write the names of the copy groups into the target", stranger.Error);
        Assert.Empty(await arrays.LedgerAsync());

        var run = await workshop.RunAsync(order);
        Assert.True(run.Exit == 0, $"{run}");
        Assert.Contains("taken are those that earlier runs met and that are still there: crm-tc-01", run.Error);
        Assert.Equal([("takeover", "crm-tc-01")], (await arrays.LedgerAsync()).Keys);
    }

    [Fact]
    public async Task The_wait_for_a_silent_array_is_told_while_it_goes_on()
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(Repository.TwoSite);
        await arrays.ControlAsync("arrays", """{"array":"tokyo","gone":true,"silent":true}""");
        var night = workshop.Write("night.yaml", Runbook("tokyo", "osaka", "crm-tc-01", Take));

        var run = await workshop.RunAsync("run", night, "--environment", arrays.Environment, "--mode", "disaster", "--as", "olga");

        Assert.True(run.Exit == 0, $"{run}");
        var waited = run.Error.IndexOf("array tokyo does not answer; it counts as gone after 5 s (limits.goneAfterInDisaster", StringComparison.Ordinal);
        var gone = run.Error.IndexOf("array tokyo counts as gone: nothing waits for it", StringComparison.Ordinal);
        Assert.True(waited >= 0 && gone > waited, $"{run}");
        Assert.Contains("no answer within 5 s", run.Error);
    }

    [Fact]
    public async Task An_ended_run_is_not_taken_back_while_a_side_of_its_pairs_is_unknown()
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(Repository.TwoSite);
        var split = workshop.Write("split.yaml", Runbook("tokyo", "osaka", "crm-tc-01", "pair.split: { on: logs, svolAccess: read-write }"));
        var run = await workshop.RunAsync("run", split, "--environment", arrays.Environment);
        Assert.True(run.Exit == 0, $"{run}");
        var sent = (await arrays.LedgerAsync()).Values.Sum();
        await arrays.ControlAsync("arrays", """{"array":"osaka","gone":true}""");

        var back = await workshop.RunAsync("rollback", "latest", "--yes", "--as", "olga");

        Assert.True(back.Exit is 6 or 7, $"{back}");
        Assert.Contains("osaka", back.Error);
        Assert.Equal(sent, (await arrays.LedgerAsync()).Values.Sum());

        await arrays.ControlAsync("arrays", """{"array":"osaka","gone":false}""");
        await arrays.ControlAsync("clock", """{"advance":"10m"}""");
        var later = await workshop.RunAsync("rollback", "latest", "--yes", "--as", "olga");
        Assert.True(later.Exit == 4, $"{later}");
        Assert.Equal(1, (await arrays.LedgerAsync())[("resync", "crm-tc-01")]);
    }

    [Fact]
    public async Task A_server_asks_whom_its_environment_names_whichever_way_the_command_line_starts_the_run()
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(Repository.TwoSite);
        await File.AppendAllTextAsync(arrays.Environment, "disaster: { declaredBy: [akiko] }\n", TestContext.Current.CancellationToken);
        var keys = new Dictionary<string, string>();
        foreach (var (name, role) in new[] { ("dora", "admin"), ("akiko", "admin") })
            keys[name] = (await workshop.RunAsync("serve", "--new-key", name, "--role", role)).Out.Trim();
        var server = workshop.Start("serve", "--environment", arrays.Environment, "--urls", "http://127.0.0.1:0");
        Assert.True(await server.SaysAsync("listening at "), server.HasExited ? $"{await server.EndAsync()}" : null);
        workshop.Variables["RUNBOOK_SERVER"] = server.Out.Split('\n')[0]["listening at ".Length..].Trim();
        workshop.Variables["RUNBOOK_KEY"] = keys["dora"];
        var night = workshop.Write("night.yaml", Runbook("tokyo", "osaka", "crm-tc-01", Take));
        Assert.Equal(0, (await workshop.RunAsync("upload", night)).Exit);
        await arrays.ControlAsync("arrays", """{"array":"tokyo","gone":true}""");
        string[] disaster = ["night", "--environment", "two-site", "--mode", "disaster", "--without", "tokyo"];
        var looked = await workshop.RunAsync(["plan", .. disaster, "--save", workshop.File("night.plan.json")]);
        Assert.True(looked.Exit == 0, $"{looked}");

        foreach (var order in new[] { ["run", .. disaster, "--reason", "fire"], new[] { "run", "--plan", workshop.File("night.plan.json"), "--reason", "fire" } })
        {
            var unnamed = await workshop.RunAsync(order);
            Assert.True(unnamed.Exit == 6 && unnamed.Error.Contains("dora may not declare a disaster", StringComparison.Ordinal), $"{unnamed}");
        }

        Assert.Empty(await arrays.LedgerAsync());
        workshop.Variables["RUNBOOK_KEY"] = keys["akiko"];
        var refused = await workshop.RunAsync("run", "--plan", workshop.File("night.plan.json"), "--without", "osaka");
        Assert.True(refused.Exit == 2 && refused.Error.Contains("leave out --without", StringComparison.Ordinal), $"{refused}");
        var named = await workshop.RunAsync("run", "--plan", workshop.File("night.plan.json"), "--reason", "fire at Tokyo");
        Assert.True(named.Exit == 0, $"{named}");
        var declared = (await workshop.RunAsync("report", "latest", "--format", "json")).Json.GetProperty("declaration");
        Assert.Equal(("akiko", "fire at Tokyo"), (declared.GetProperty("by").GetString(), declared.GetProperty("reason").GetString()));
        Assert.Equal(["tokyo"], declared.GetProperty("absent").EnumerateArray().Select(a => a.GetString()));
        Assert.Equal([("takeover", "crm-tc-01")], (await arrays.LedgerAsync()).Keys);
    }

    /// <summary>Before the run, while it goes on, and after it; with the jobs and sessions it had lost.</summary>
    [Theory]
    [InlineData("disaster-failover-tc", "disaster-failback-tc", "crm-tc-")]
    [InlineData("disaster-failover-ur", "disaster-failback-ur", "billing-ur-")]
    [InlineData("disaster-failover-gad", "disaster-failback-gad", "web-gad-")]
    public async Task Production_comes_back_as_it_was_and_the_way_home_keeps_its_hosts_off_until_it_is_resynchronised(string over, string home, string groups)
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(Repository.TwoSite);
        await arrays.ControlAsync("arrays", """{"array":"tokyo","gone":true}""");
        Assert.Equal(0, (await workshop.RunAsync("run", Repository.Runbook(over), "--environment", arrays.Environment, "--mode", "disaster", "--as", "olga")).Exit);
        // Production has power again, and the line is still cut: its volumes are as they were, and it knows of no takeover.
        await arrays.ControlAsync("links", """{"between":["tokyo","osaka"],"up":false}""");
        await arrays.ControlAsync("arrays", """{"array":"tokyo","gone":false,"restart":"all","for":"5s"}""");
        await arrays.ControlAsync("clock", """{"advance":"1m"}""");
        var copy = workshop.Write("home.yaml", (await File.ReadAllTextAsync(Repository.Runbook(home), TestContext.Current.CancellationToken))
            .Replace("failOn: [SMPL], readOnlyAt: tokyo, timeout: 15m", "failOn: [SMPL], readOnlyAt: tokyo, timeout: 4s", StringComparison.Ordinal)
            .Replace("../schemas", Repository.File("schemas"), StringComparison.Ordinal));
        string[] order = ["run", copy, "--environment", arrays.Environment, "--mode", "failback", "--as", "olga"];

        // A plan is not made against what the arrays say of themselves: it refuses, or the run holds before anything is overwritten.
        var early = await workshop.RunAsync(order);
        if (early.Exit == 5)
        {
            Assert.Equal(0, (await workshop.RunAsync("approve", "latest", "agree", "--grant", "--as", "akiko")).Exit);
            var held = await workshop.RunAsync("resume", "latest", "--as", "olga");
            Assert.True(held.Exit == 5, $"{held}");
        }
        Assert.DoesNotContain(await arrays.LedgerAsync(), e => e.Key.Action == "resync");

        await arrays.ControlAsync("links", """{"between":["tokyo","osaka"],"up":true}""");
        await arrays.ControlAsync("clock", """{"advance":"10m"}""");
        var later = early.Exit == 5 ? await workshop.RunAsync("resume", "latest", "--as", "olga") : await workshop.RunAsync(order);
        if (early.Exit != 5)
        {
            Assert.True(later.Exit == 5, $"{later}");
            Assert.Equal(0, (await workshop.RunAsync("approve", "latest", "agree", "--grant", "--as", "akiko")).Exit);
            later = await workshop.RunAsync("resume", "latest", "--as", "olga");
        }
        Assert.True(later.Exit == 0, $"{early}\n{later}");
        var pairs = (await arrays.ControlAsync("pairs")).GetProperty("data").EnumerateArray().Where(p => p.GetProperty("copyGroup").GetString()!.StartsWith(groups, StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(pairs);
        Assert.All(pairs, p => Assert.Equal(("tokyo", "PAIR", "PAIR"), (p.GetProperty("pvolArray").GetString(), p.GetProperty("pvolStatus").GetString(), p.GetProperty("svolStatus").GetString())));
    }

    private const string Take = "pair.takeover: { on: logs, mode: force }";

    private static string Runbook(string first, string second, string groups, string verb) => $$"""
        runbook: v1
        name: night
        targets:
          logs: { technology: truecopy, array: {{first}}, remoteArray: {{second}}, copyGroups: ["{{groups}}"] }
        steps:
          - id: one
            {{verb}}
        {{(verb == Take ? "    modes: [disaster]\n    rollback: { none: \"production is lost\" }\n" : "")}}
        """;
}
