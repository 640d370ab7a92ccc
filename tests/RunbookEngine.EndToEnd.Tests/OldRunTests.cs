using System.Text.Json;

namespace RunbookEngine.EndToEnd.Tests;

/// <summary>Runs that have ended and are to be taken back: what the pairs have become since decides.</summary>
public sealed class OldRunTests
{
    private const string Split = """
        runbook: v1
        name: split-only
        targets:
          mirrors: { technology: universal-replicator, array: tokyo, copyGroups: [erp-ur-01] }
        steps:
          - id: split
            pair.split: { on: mirrors }
        """;

    private const string SplitAndBack = """
        runbook: v1
        name: split-and-back
        targets:
          mirrors: { technology: universal-replicator, array: tokyo, copyGroups: [erp-ur-01] }
        steps:
          - id: split
            pair.split: { on: mirrors }
          - id: resync
            pair.resync: { on: mirrors }
        """;

    /// <summary>Moves the P-VOL of erp-ur-01 to osaka.</summary>
    private const string Failover = """
        runbook: v1
        name: failover
        targets:
          mirrors: { technology: universal-replicator, array: tokyo, copyGroups: [erp-ur-01] }
        steps:
          - id: over
            pair.takeover: { on: mirrors }
            rollback: { none: "failing back is a runbook of its own" }
        """;

    private const string Asking = """
        runbook: v1
        name: asking
        targets:
          mirrors: { technology: universal-replicator, array: tokyo, copyGroups: [erp-ur-01] }
        steps:
          - id: agree
            approve: { by: [ben, chen], message: "split erp-ur-01?" }
          - id: split
            pair.split: { on: mirrors }
        """;

    [Fact]
    public async Task An_ended_run_shows_its_undo_plan_and_is_taken_back_only_when_that_is_confirmed()
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(Repository.TwoSite);
        await DoneAsync(workshop, arrays, "split.yaml", Split);
        var before = await arrays.LedgerAsync();
        var run = await workshop.LatestRunAsync();

        var unasked = await workshop.RunAsync("rollback", run);
        var dry = await workshop.RunAsync("rollback", run, "--dry-run", "--output", "json");
        var other = await workshop.RunAsync("rollback", run, "--fingerprint", new string('0', 64));
        Assert.True(unasked.Exit == 2 && unasked.Error.Contains("--yes", StringComparison.Ordinal), $"{unasked}");
        Assert.Contains("resync erp-ur-01", unasked.Out);
        Assert.Contains("PSUS/SSUS with the P-VOL on tokyo > PAIR/PAIR with the P-VOL on tokyo", unasked.Out);
        Assert.Contains("LOST erp-ur-01", unasked.Out);
        Assert.True(dry.Exit == 0, $"{dry}");
        Assert.True(other.Exit == 6 && other.Error.Contains("fingerprint", StringComparison.Ordinal), $"{other}");
        Assert.Equal(before, await arrays.LedgerAsync());
        Assert.Equal("succeeded", (await workshop.ShowAsync(run)).GetProperty("outcome").GetString());

        var plan = dry.Json.GetProperty("undoPlan");
        var back = await workshop.RunAsync("rollback", run, "--fingerprint", plan.GetProperty("fingerprint").GetString()!, "--reason", "wrong group");
        Assert.True(back.Exit == 4 && back.Out.Contains("as this run left them", StringComparison.Ordinal), $"{back}");
        var started = (await workshop.RunAsync("show", run, "--events", "--output", "json")).Out;
        Assert.Contains(plan.GetProperty("fingerprint").GetString()!, started);
        var again = await workshop.RunAsync("rollback", run, "--yes");
        Assert.True(again.Exit == 6, $"{again}");
    }

    [Fact]
    public async Task A_run_is_not_taken_back_over_a_later_failover_whoever_carried_that_out()
    {
        foreach (var known in (bool[])[true, false])
        {
            await using var workshop = new Workshop();
            var arrays = await workshop.SimulateAsync(Repository.TwoSite);
            await DoneAsync(workshop, arrays, "back.yaml", SplitAndBack);
            var run = await workshop.LatestRunAsync();
            // With a store of its own the failover is nobody's later run here; where the P-VOLs are tells all the same.
            if (!known)
                workshop.Variables["RUNBOOK_STORE"] = $"sqlite:{workshop.File("other.db")}";
            await DoneAsync(workshop, arrays, "failover.yaml", Failover);
            workshop.Variables.Remove("RUNBOOK_STORE");
            var before = await arrays.LedgerAsync();

            var back = await workshop.RunAsync("rollback", run, "--yes", "--reason", "by mistake");

            Assert.True(back.Exit == 6, $"{back}");
            Assert.Contains("PAIR/PAIR with the P-VOL on tokyo by this run and is PAIR/PAIR with the P-VOL on osaka", back.Error);
            Assert.Equal(known, back.Error.Contains("of failover by ", StringComparison.Ordinal));
            Assert.Equal(before, await arrays.LedgerAsync());
            Assert.Equal("succeeded", (await workshop.ShowAsync(run)).GetProperty("outcome").GetString());
        }
    }

    [Fact]
    public async Task The_approval_of_the_way_forward_is_asked_again_for_the_way_back()
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(Repository.TwoSite);
        Assert.Equal(5, (await workshop.RunAsync("run", workshop.Write("asking.yaml", Asking), "--environment", arrays.Environment, "--as", "dora")).Exit);
        Assert.Equal(0, (await workshop.RunAsync("approve", "latest", "agree", "--grant", "--as", "ben")).Exit);
        Assert.Equal(0, (await workshop.RunAsync("resume", "latest", "--as", "dora")).Exit);
        var split = await arrays.LedgerAsync();

        var asked = await workshop.RunAsync("rollback", "latest", "--yes", "--as", "chen");
        var own = await workshop.RunAsync("approve", "latest", "agree", "--grant", "--as", "chen");
        Assert.True(asked.Exit == 5 && asked.Out.Contains("to take the run back", StringComparison.Ordinal), $"{asked}");
        Assert.True(own.Exit == 6 && own.Error.Contains("chen", StringComparison.Ordinal), $"{own}");
        Assert.Equal(0, (await workshop.RunAsync("approve", "latest", "agree", "--deny", "--as", "ben", "--reason", "in use")).Exit);
        var refused = await workshop.RunAsync("resume", "latest", "--as", "dora");
        Assert.True(refused.Exit == 6 && refused.Out.Contains("in use", StringComparison.Ordinal), $"{refused}");
        Assert.Equal("succeeded", (await workshop.ShowAsync()).GetProperty("outcome").GetString());
        Assert.Equal(split, await arrays.LedgerAsync());
        Assert.Equal("no locks\n", (await workshop.RunAsync("locks")).Out);

        Assert.Equal(5, (await workshop.RunAsync("rollback", "latest", "--yes", "--as", "dora")).Exit);
        Assert.Equal(0, (await workshop.RunAsync("approve", "latest", "agree", "--grant", "--as", "ben")).Exit);
        var back = await workshop.RunAsync("resume", "latest", "--as", "dora");
        Assert.True(back.Exit == 4, $"{back}");
        Assert.True((await workshop.RunAsync("verify", "latest")).Exit == 0);
    }

    [Fact]
    public async Task A_run_that_lost_its_lock_is_held_when_another_has_worked_on_its_pairs()
    {
        await using var workshop = new Workshop();
        var arrays = await workshop.SimulateAsync(Repository.TwoSite);
        var held = workshop.Write("held.yaml", Split.Replace("split-only", "asks-then", StringComparison.Ordinal) + "\n  - id: ask\n    manual: { question: \"go on?\" }\n");
        Assert.Equal(5, (await workshop.RunAsync("run", held, "--environment", arrays.Environment)).Exit);
        var run = await workshop.LatestRunAsync();
        foreach (var name in (await workshop.RunAsync("locks", "--output", "json")).Json.GetProperty("locks").EnumerateArray().Select(LockName).ToList())
            Assert.Equal(0, (await workshop.RunAsync("locks", "break", name, "--reason", "it stands since Friday")).Exit);
        // The pairs look the same afterwards: only the other run tells that their copies are new.
        await DoneAsync(workshop, arrays, "again.yaml", SplitAndBack.Replace("split-and-back", "again", StringComparison.Ordinal) + "\n  - id: split-again\n    pair.split: { on: mirrors }\n");

        Assert.Equal(0, (await workshop.RunAsync("answer", run, "ask", "yes")).Exit);
        foreach (var command in (string[][])[["resume", run], ["show", run]])
        {
            var told = await workshop.RunAsync(command);
            Assert.True(told.Exit is 5 or 0 && told.Out.Contains("of again by ", StringComparison.Ordinal), $"{told}");
        }

        Assert.Equal("held", (await workshop.ShowAsync(run)).GetProperty("outcome").GetString());
        var accepted = await workshop.RunAsync("resume", run, "--reason", "seen");
        Assert.True(accepted.Exit == 0, $"{accepted}");
    }

    private static string LockName(JsonElement held) => $"{held.GetProperty("storageDeviceId").GetString()}/{held.GetProperty("copyGroup").GetString()}";

    private static async Task DoneAsync(Workshop workshop, SimulatedArrays arrays, string file, string runbook)
    {
        var ran = await workshop.RunAsync("run", workshop.Write(file, runbook), "--environment", arrays.Environment);
        Assert.True(ran.Exit == 0, $"{ran}");
    }
}
