using System.Text.RegularExpressions;

namespace RunbookEngine.EndToEnd.Tests;

/// <summary>The night on which production is lost, with the real command and simulated arrays in a process of their own.</summary>
public sealed partial class DisasterTests
{
    public static TheoryData<string> Failovers =>
        [.. Directory.GetFiles(Repository.File("runbooks"), "disaster-failover*.yaml").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Failovers))]
    public async Task The_takeover_is_planned_started_and_ended_while_production_gives_no_answer(string runbook)
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(Repository.TwoSite);
        await arrays.ControlAsync("arrays", """{"array":"tokyo","gone":true,"silent":true}""");
        var plan = await workshop.RunAsync("plan", Repository.Runbook(runbook), "--environment", arrays.Environment, "--mode", "disaster", "--without", "tokyo");
        Assert.True(plan.Exit == 0, $"{plan}");
        Assert.Contains("?/", plan.Out);

        var run = await workshop.RunAsync("run", Repository.Runbook(runbook), "--environment", arrays.Environment, "--mode", "disaster", "--as", "olga", "--reason", "fire at Tokyo");
        Assert.True(run.Exit == 0, $"{run}");
        Assert.All(await arrays.LedgerAsync(), e => Assert.Equal(("takeover", 1), (e.Key.Action, e.Value)));
        var pairs = (await arrays.ControlAsync("pairs")).GetProperty("data").EnumerateArray()
            .Where(p => Groups(runbook).Any(g => p.GetProperty("copyGroup").GetString()!.StartsWith(g, StringComparison.Ordinal))).ToList();
        Assert.NotEmpty(pairs);
        Assert.All(pairs, p => Assert.Equal("SSWS", p.GetProperty("svolStatus").GetString()));

        var report = await workshop.RunAsync("report", "latest", "--output", "json");
        var measures = report.Json.GetProperty("measures").EnumerateArray().Select(m => m.GetProperty("name").GetString()).ToList();
        Assert.Contains("rto", measures);
        Assert.Contains("rpo", measures);
        Assert.Contains("recovery", measures);
        var declaration = report.Json.GetProperty("declaration");
        Assert.Equal(("olga", "fire at Tokyo"), (declaration.GetProperty("by").GetString(), declaration.GetProperty("reason").GetString()));
        Assert.Equal(["tokyo"], declaration.GetProperty("absent").EnumerateArray().Select(a => a.GetString()));
        var bounds = declaration.GetProperty("recoveryPoint").EnumerateArray().ToList();
        Assert.Equal(pairs.Select(p => p.GetProperty("copyGroup").GetString()).Distinct().Order(), bounds.Select(b => b.GetProperty("copyGroup").GetString()).Order());
        Assert.All(bounds, b => Assert.NotEmpty(b.GetProperty("bound").GetString()!));
    }

    /// <remarks>S-VOLs of global-active device go to SSWS by themselves where the quorum lets them: there is nothing to be told apart.</remarks>
    [Theory]
    [InlineData("disaster-failover")]
    [InlineData("disaster-failover-ur")]
    [InlineData("disaster-failover-tc")]
    public async Task An_engine_with_a_store_of_its_own_sees_what_the_first_one_took_over_and_holds(string runbook)
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(Repository.TwoSite);
        await arrays.ControlAsync("arrays", """{"array":"tokyo","gone":true}""");
        string[] command = ["run", Repository.Runbook(runbook), "--environment", arrays.Environment, "--mode", "disaster", "--as", "olga", "--store"];
        Assert.Equal(0, (await workshop.RunAsync([.. command, $"sqlite:{workshop.File("one.db")}"])).Exit);
        var done = (await arrays.LedgerAsync()).Sum(e => e.Value);
        var second = await workshop.RunAsync([.. command, $"sqlite:{workshop.File("two.db")}"]);
        Assert.True(second.Exit == 5, $"{second}");
        Assert.Contains("taken over (SSWS) already, and not by this run", second.Out);
        Assert.Equal(done, (await arrays.LedgerAsync()).Sum(e => e.Value));
    }

    [Fact]
    public async Task The_drill_runs_on_simulated_arrays_inside_the_command_and_is_refused_where_arrays_are_real()
    {
        await using var workshop = new Workshop();
        var drill = await workshop.RunAsync("run", Repository.Runbook("disaster-drill"), "--simulate", Repository.TwoSite);
        Assert.True(drill.Exit == 0, $"{drill}");
        Assert.Contains("SSWS", drill.Out);
        Assert.Contains("at-home-data succeeded", drill.Out);

        var arrays = await workshop.SimulateAsync(Repository.TwoSite);
        var real = workshop.Write("real.yaml", Simulator().Replace(await File.ReadAllTextAsync(arrays.Environment, TestContext.Current.CancellationToken), ""));
        var refused = await workshop.RunAsync("run", Repository.Runbook("disaster-drill"), "--environment", real);
        Assert.NotEqual(0, refused.Exit);
        Assert.Contains("arrays-are-not-simulated", refused.Out + refused.Error);
        Assert.Empty(await arrays.LedgerAsync());
        var tokyo = (await arrays.ControlAsync("arrays")).GetProperty("data").EnumerateArray().First(a => a.GetProperty("array").GetString() == "tokyo");
        Assert.False(tokyo.GetProperty("gone").GetBoolean());
    }

    [Fact]
    public async Task The_way_home_follows_a_takeover_with_the_old_production_back_as_it_was()
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(Repository.TwoSite);
        await arrays.ControlAsync("arrays", """{"array":"tokyo","gone":true}""");
        Assert.Equal(0, (await workshop.RunAsync("run", Repository.Runbook("disaster-failover"), "--environment", arrays.Environment, "--mode", "disaster", "--as", "olga")).Exit);
        await arrays.ControlAsync("arrays", """{"array":"tokyo","gone":false,"restart":"all","for":"30s"}""");
        await arrays.ControlAsync("clock", """{"advance":"10m"}""");

        var plan = await workshop.RunAsync("plan", Repository.Runbook("disaster-failback"), "--environment", arrays.Environment, "--mode", "failback");
        Assert.True(plan.Exit == 0, $"{plan}");
        Assert.Contains("delta", plan.Out);
        var asks = await workshop.RunAsync("run", Repository.Runbook("disaster-failback"), "--environment", arrays.Environment, "--mode", "failback", "--as", "olga");
        Assert.True(asks.Exit == 5, $"{asks}");
        Assert.Equal(0, (await workshop.RunAsync("approve", "latest", "agree", "--grant", "--as", "akiko")).Exit);
        var home = await workshop.RunAsync("resume", "latest", "--as", "olga");
        Assert.True(home.Exit == 0, $"{home}");
        var pairs = (await arrays.ControlAsync("pairs?copyGroup=erp-ur-01")).GetProperty("data").EnumerateArray().ToList();
        Assert.All(pairs, p => Assert.Equal(("tokyo", "PAIR", "PAIR"), (p.GetProperty("pvolArray").GetString(), p.GetProperty("pvolStatus").GetString(), p.GetProperty("svolStatus").GetString())));
    }

    private static string[] Groups(string runbook) => runbook switch
    {
        "disaster-failover" => ["erp-ur-", "erp-tc-"],
        "disaster-failover-ur" => ["billing-ur-"],
        "disaster-failover-tc" => ["crm-tc-"],
        _ => ["web-gad-"],
    };

    [GeneratedRegex("^simulator:.*\n", RegexOptions.Multiline)]
    private static partial Regex Simulator();
}
