using System.Text;
using System.Text.Json;

namespace RunbookEngine.EndToEnd.Tests;

/// <summary>The production array is dead, and the run goes on with the one that lives.</summary>
public sealed class ForcedTakeoverTests
{
    private static readonly HttpClient Client = new();

    public static TheoryData<string, string> Nights { get; } = [];

    static ForcedTakeoverTests()
    {
        foreach (var named in new[] { "tokyo", "osaka" })
        {
            foreach (var death in new[] { "before the plan", "declared", "during the run", "before the resume" })
                Nights.Add(named, death);
        }
    }

    [Theory]
    [MemberData(nameof(Nights))]
    public async Task A_forced_takeover_ends_on_the_S_VOLs_whichever_array_the_target_names(string named, string death)
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(workshop.Write("topology.yaml", Topology));
        var runbook = workshop.Write("over.yaml", Runbook(named));
        string[] order = [runbook, "--environment", arrays.Environment, "--mode", "disaster"];
        CommandResult result;
        switch (death)
        {
            case "before the plan":
                await GoneAsync(arrays, "tokyo");
                var plan = await workshop.RunAsync(["plan", .. order]);
                Assert.True(plan.Exit == 0, $"{plan}");
                Assert.Contains("?/PAIR", plan.Out);
                Assert.Contains("NotSpecified,app-tc-01", string.Concat(plan.Out.Split('\n', ' ')));
                result = await workshop.RunAsync(["run", .. order, "--reason", "site lost"]);
                break;
            case "declared":
                await GoneAsync(arrays, "tokyo");
                result = await workshop.RunAsync(["run", .. order, "--without", "tokyo"]);
                Assert.Contains("declared gone", result.Error);
                break;
            case "during the run":
                var running = workshop.Start(["run", .. order]);
                Assert.True(await running.SaysAsync("pause waits"));
                await GoneAsync(arrays, "tokyo");
                result = await running.EndAsync();
                break;
            default:
                var killed = workshop.Start(["run", .. order]);
                Assert.True(await killed.SaysAsync("pause waits"));
                await killed.SignalAsync("KILL");
                await killed.EndAsync();
                await GoneAsync(arrays, "tokyo");
                result = await workshop.RunAsync("resume", "latest");
                break;
        }

        Assert.True(result.Exit == 0, $"{result}");
        foreach (var group in new[] { "app-tc-01", "app-ur-01", "app-gad-01" })
            Assert.Equal(["SSWS"], await SvolsAsync(arrays, group));
        // What changed is the same whichever array the target names.
        Assert.Equal(
            [("takeover", "app-tc-01"), ("takeover", "app-ur-01")],
            (await arrays.LedgerAsync()).Where(e => e.Value == 1).Select(e => e.Key).Order());
        var evidence = (await workshop.RunAsync("report", "latest", "--format", "json")).Json;
        Assert.Equal("declaration", evidence.EnumerateObject().First().Name);
        Assert.Equal(3, evidence.GetProperty("declaration").GetProperty("recoveryPoint").GetArrayLength());
        var now = (await workshop.RunAsync("report", "latest", "--format", "json", "--environment", arrays.Environment)).Json.GetProperty("pairsNow");
        Assert.Equal(["SSWS"], now.EnumerateArray().Select(p => p.GetProperty("svolStatus").GetString()).Distinct());
        Assert.Contains(evidence.GetProperty("measures").EnumerateArray(), m => m.GetProperty("name").GetString() == "recovery" && m.GetProperty("seconds").GetDouble() > 0);
    }

    [Fact]
    public async Task A_second_engine_with_a_store_of_its_own_sees_SSWS_and_holds()
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(workshop.Write("topology.yaml", Topology));
        string[] order = [workshop.Write("over.yaml", Runbook("osaka")), "--environment", arrays.Environment, "--mode", "disaster"];
        await GoneAsync(arrays, "tokyo");
        Assert.Equal(0, (await workshop.RunAsync(["run", .. order])).Exit);

        string[] other = ["--store", $"sqlite:{workshop.File("other.db")}"];
        var second = await workshop.RunAsync(["run", .. order, .. other]);

        Assert.True(second.Exit == 5, $"{second}");
        Assert.Contains("taken over (SSWS) already, and not by this run", second.Out);
        Assert.Equal(2, (await arrays.LedgerAsync()).Values.Sum());
        // A person takes it up: the S-VOLs are taken as they are.
        var retried = await workshop.RunAsync(["resume", "latest", .. other, "--retry", "over-ur"]);
        Assert.True(retried.Exit == 5 && retried.Out.Contains("over-ur succeeded", StringComparison.Ordinal), $"{retried}");
        Assert.Equal(2, (await arrays.LedgerAsync()).Values.Sum());
    }

    [Fact]
    public async Task A_step_that_truly_needs_the_dead_array_says_so_by_name_before_anything_is_sent()
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(workshop.Write("topology.yaml", Topology));
        await GoneAsync(arrays, "tokyo");
        var runbook = workshop.Write("back.yaml", Runbook("osaka") + "  - { id: back, pair.swapResync: { on: tc }, rollback: { none: lost } }\n");

        var result = await workshop.RunAsync("run", runbook, "--environment", arrays.Environment, "--mode", "disaster");

        Assert.True(result.Exit == 7, $"{result}");
        Assert.Contains("step back needs array tokyo", result.Error);
        Assert.Empty(await arrays.LedgerAsync());
    }

    [Theory]
    [InlineData("900000040014", 0)]
    [InlineData("900000049999", 6)]
    public async Task A_run_is_carried_on_with_the_environment_file_as_it_is_now_and_never_on_another_array(string device, int exit)
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(workshop.Write("topology.yaml", Topology));
        var runbook = workshop.Write("work.yaml", """
            runbook: v1
            name: work
            targets:
              tc: { technology: truecopy, array: tokyo, remoteArray: osaka, copyGroups: [app-tc-01] }
            steps:
              - { id: pause, delay: { for: 3s } }
              - { id: look, pair.assert: { on: tc, status: [PAIR] } }
            """);
        var text = File.ReadAllText(arrays.Environment);
        var address = text.Split('\n').First(l => l.Contains("tokyo:", StringComparison.Ordinal) && l.Contains("http", StringComparison.Ordinal)).Split('"', '\'', ' ', ',').First(w => w.StartsWith("http", StringComparison.Ordinal));
        var running = workshop.Start("run", runbook, "--environment", arrays.Environment);
        Assert.True(await running.SaysAsync("pause waits"));
        await running.SignalAsync("KILL");
        await running.EndAsync();
        workshop.Write("env.yaml", text.Replace(address, address.Replace("127.0.0.1", "localhost")).Replace("900000040014", device));

        var result = await workshop.RunAsync("resume", "latest");

        Assert.True(result.Exit == exit, $"{result}");
        var journal = (await workshop.RunAsync("report", "latest")).Out;
        Assert.Equal(exit == 0, journal.Contains("localhost", StringComparison.Ordinal));
        Assert.Contains(exit == 0 ? "array tokyo: endpoint" : "a run never moves to another array", result.Error);
    }

    private static async Task GoneAsync(SimulatedArrays arrays, string array)
    {
        using var body = new StringContent($$"""{"array":"{{array}}","gone":true}""", Encoding.UTF8, "application/json");
        (await Client.PostAsync($"{arrays.Control}/control/arrays", body)).EnsureSuccessStatusCode();
    }

    private static async Task<IReadOnlyList<string>> SvolsAsync(SimulatedArrays arrays, string group)
    {
        var json = JsonElement.Parse(await Client.GetStringAsync($"{arrays.Control}/control/pairs?copyGroup={group}"));
        return [.. json.GetProperty("data").EnumerateArray().Select(p => p.GetProperty("svolStatus").GetString()!).Distinct()];
    }

    private static string Runbook(string named)
    {
        var where = named == "tokyo" ? "array: tokyo, remoteArray: osaka" : "array: osaka, remoteArray: tokyo";
        return $$"""
            runbook: v1
            name: over
            targets:
              tc: { technology: truecopy, {{where}}, copyGroups: [app-tc-01] }
              ur: { technology: universal-replicator, {{where}}, copyGroups: [app-ur-01] }
              gad: { technology: global-active-device, {{where}}, copyGroups: [app-gad-01] }
            steps:
              - { id: look, pair.snapshot: { on: ur } }
              - { id: pause, delay: { for: 3s } }
              - { id: over-ur, pair.takeover: { on: ur, mode: force }, rollback: { none: lost }, modes: [disaster] }
              - { id: over-tc, pair.takeover: { on: tc, mode: force }, rollback: { none: lost }, modes: [disaster] }
              - { id: over-gad, pair.takeover: { on: gad, mode: force }, rollback: { none: lost }, modes: [disaster] }

            """;
    }

    private const string Topology = """
        topology: v1
        name: two
        clock: { speed: 300 }
        arrays:
          tokyo:
            storageDeviceId: "900000040014"
            serialNumber: 40014
            users: { runbook: { password: runbook-demo, roles: [administrator] } }
            quorumDisks: [ { id: 0, remoteArray: osaka } ]
            journals: [ { id: 1, capacity: 8G } ]
            volumes: [ { ids: 100-109, size: 20G, allocated: 2G, hostWrites: 1M/s } ]
          osaka:
            storageDeviceId: "900000040015"
            serialNumber: 40015
            users: { runbook: { password: runbook-demo, roles: [administrator] } }
            quorumDisks: [ { id: 0, remoteArray: tokyo } ]
            journals: [ { id: 1, capacity: 8G } ]
            volumes: [ { ids: 100-109, size: 20G, allocated: 2G } ]
        links: [ { between: [tokyo, osaka], bandwidth: 400M/s, paths: 2 } ]
        copyGroups:
          - { name: app-ur-01, technology: universal-replicator, primary: tokyo, secondary: osaka, journals: { primary: 1, secondary: 1 }, consistencyGroup: 1, pairs: [ { name: db, pvol: 100-101, svol: 100-101 } ] }
          - { name: app-tc-01, technology: truecopy, primary: tokyo, secondary: osaka, consistencyGroup: 21, fenceLevel: NEVER, pairs: [ { name: log, pvol: 102-103, svol: 102-103 } ] }
          - { name: app-gad-01, technology: global-active-device, primary: tokyo, secondary: osaka, quorumDisk: 0, pairs: [ { name: g, pvol: 104-105, svol: 104-105 } ] }
        """;
}
