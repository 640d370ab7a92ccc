using RunbookEngine.Activities.Tests.Support;
using RunbookEngine.Journal;
using RunbookEngine.Plans;

namespace RunbookEngine.Activities.Tests.Pairs;

public class PairOperationTests
{
    [Fact]
    public async Task A_mirror_is_split_once_by_group_and_waited_for()
    {
        var bench = new Bench();
        var step = bench.Step("pair.split", new { on = "mirrors", svolAccess = "read-write" });
        var done = Bench.Succeeded(await bench.RunAsync(step));
        Assert.Equal(["split ur1", "split ur2"], bench.Done.Order());
        Assert.Equal("PSUS/SSUS", await bench.StatusAsync("mirrors"));
        Assert.Equal(4, done.Outputs!.Value.GetProperty("acted").GetInt32());
        Assert.Equal(4, done.Outputs!.Value.GetProperty("pairs").GetArrayLength());
    }

    [Fact]
    public async Task The_journal_announces_before_it_accepts_before_it_concludes()
    {
        var bench = new Bench();
        var step = bench.Step("pair.split", new { on = "ur1" });
        await bench.RunAsync(step);
        var kinds = step.Journal.Skip(2).Select(e => e.GetType()).ToList();
        Assert.Equal([typeof(OperationIntended), typeof(OperationAccepted), typeof(OperationConcluded)], kinds.Take(3));
        Assert.All(kinds.Skip(3), k => Assert.Equal(typeof(PairsRead), k));
        var intent = step.Journal.OfType<OperationIntended>().Single();
        Assert.Equal(("split", "tokyo", "ur1"), (intent.Action, intent.Array, intent.Target));
        Assert.All(intent.Before, b => Assert.Equal(("PAIR", "PAIR", "tokyo"), (b.PvolStatus, b.SvolStatus, b.PvolArray)));
    }

    [Theory]
    [InlineData("pair.split", "mirrors", "PSUS/SSUS")]
    [InlineData("pair.split", "synchronous", "PSUS/SSUS")]
    [InlineData("pair.resync", "clones", "PAIR/PAIR")]
    [InlineData("pair.restore", "clones", "PAIR/PAIR")]
    public async Task What_is_there_already_is_not_asked_for_again(string verb, string on, string end)
    {
        var bench = new Bench();
        Bench.Succeeded(await bench.RunAsync(bench.Step(verb, new { on })));
        var before = bench.Done.Count;
        Assert.Equal(end, await bench.StatusAsync(on));
        var again = Bench.Succeeded(await bench.RunAsync(bench.Step(verb, new { on })));
        Assert.Equal(before, bench.Done.Count);
        Assert.Equal(0, again.Outputs!.Value.GetProperty("acted").GetInt32());
    }

    [Fact]
    public async Task A_mixed_true_copy_group_is_completed_without_touching_the_pairs_that_are_there()
    {
        var bench = new Bench();
        Bench.Succeeded(await bench.RunAsync(bench.Step("pair.split", new { on = "tc/p02" })));
        Bench.Succeeded(await bench.RunAsync(bench.Step("pair.split", new { on = "tc" })));
        Assert.Equal("PSUS/SSUS", await bench.StatusAsync("tc"));
        Assert.DoesNotContain(bench.Ledger.Skip(1), e => e.PairsChanged.Contains("p02"));
    }

    [Fact]
    public async Task A_universal_replicator_pair_alone_is_refused_before_anything_is_sent()
    {
        var bench = new Bench();
        var failure = Bench.Failed(await bench.RunAsync(bench.Step("pair.split", new { on = "ur1/p01" })));
        Assert.Equal(FailureKind.Invalid, failure.Kind);
        Assert.Empty(bench.Done);
    }

    [Fact]
    public async Task A_pair_that_refuses_keeps_the_other_groups_from_being_asked()
    {
        var bench = new Bench();
        Bench.Succeeded(await bench.RunAsync(bench.Step("pair.delete", new { on = "ur2/p01" })));
        Bench.Succeeded(await bench.RunAsync(bench.Step("pair.split", new { on = "ur2" })));
        var sent = bench.Done.Count;
        var failure = Bench.Failed(await bench.RunAsync(bench.Step("pair.restore", new { on = "si/p99" })));
        Assert.Equal(FailureKind.WrongStatus, failure.Kind);
        Assert.Equal(sent, bench.Done.Count);
    }

    [Fact]
    public async Task A_copy_group_outside_the_targets_is_refused()
    {
        var bench = new Bench();
        var failure = Bench.Failed(await bench.RunAsync(bench.Step("pair.split", new { on = "golden" })));
        Assert.Equal(FailureKind.Refused, failure.Kind);
        Assert.Contains("golden", failure.Message);
        Assert.Contains("tc", failure.Message);
    }

    [Fact]
    public async Task New_pairs_make_their_group_and_the_second_joins_it()
    {
        var bench = new Bench();
        var pairs = new[] { new { name = "n1", pvol = 105, svol = 105 }, new { name = "n2", pvol = 106, svol = 106 } };
        var step = bench.Step("pair.create", new { on = "fresh", pairs, fenceLevel = "data" });
        Bench.Succeeded(await bench.RunAsync(step));
        Assert.Equal(["create new/n1", "create new/n2"], bench.Done);
        Assert.Equal("PAIR/PAIR", await bench.StatusAsync("fresh"));
        Bench.Succeeded(await bench.UndoAsync(step));
        Assert.Equal("", await bench.StatusAsync("fresh"));
    }

    [Fact]
    public async Task Roles_are_swapped_and_swapped_back()
    {
        var bench = new Bench();
        Bench.Succeeded(await bench.RunAsync(bench.Step("pair.split", new { on = "ur1", svolAccess = "read-write" })));
        var swap = bench.Step("pair.swapResync", new { on = "ur1" });
        var done = Bench.Succeeded(await bench.RunAsync(swap));
        Assert.All(done.Outputs!.Value.GetProperty("pairs").EnumerateArray(), p => Assert.Equal("osaka", p.GetProperty("pvolArray").GetString()));
        Bench.Succeeded(await bench.RunAsync(bench.Step("pair.split", new { on = "ur1", svolAccess = "read-write" })));
        Bench.Succeeded(await bench.RunAsync(bench.Step("pair.swapResync", new { on = "ur1" })));
        Bench.Succeeded(await bench.RunAsync(bench.Step("pair.assert", new { on = "ur1", status = "PAIR", pvolAt = "tokyo" })));
    }

    [Fact]
    public async Task The_s_vols_take_over_when_the_production_array_is_gone()
    {
        var bench = new Bench();
        bench.Gone.Add("tokyo");
        var done = Bench.Succeeded(await bench.RunAsync(bench.Step("pair.takeover", new { on = "mirrors", mode = "force" })));
        Assert.All(done.Outputs!.Value.GetProperty("pairs").EnumerateArray(), p => Assert.Equal("SSWS", p.GetProperty("svolStatus").GetString()));
        Assert.Equal(["takeover ur1", "takeover ur2"], bench.Done.Order());
        Assert.All(bench.Ledger, e => Assert.Equal("osaka", e.Array));
    }

    [Fact]
    public async Task A_takeover_that_may_swap_ends_with_the_p_vols_on_the_other_array()
    {
        var bench = new Bench();
        var step = bench.Step("pair.takeover", new { on = "mirrors" });
        Bench.Succeeded(await bench.RunAsync(step));
        Bench.Succeeded(await bench.RunAsync(bench.Step("pair.assert", new { on = "mirrors", pvolAt = "osaka", status = "PAIR" })));
        Assert.Equal(FailureKind.WrongStatus, Bench.Failed(await bench.UndoAsync(step)).Kind);
    }

    [Theory]
    [InlineData("tokyo")]
    [InlineData("osaka")]
    public async Task An_array_that_is_gone_fails_an_ordinary_split_as_unreachable(string array)
    {
        var bench = new Bench();
        bench.Gone.Add(array);
        var failure = Bench.Failed(await bench.RunAsync(bench.Step("pair.split", new { on = "mirrors" })));
        Assert.Equal((FailureKind.Unreachable, array), (failure.Kind, failure.Array));
    }

    [Fact]
    public async Task A_refused_split_fails_with_the_arrays_code_and_leaves_the_group_alone()
    {
        var bench = new Bench("faults: [ { kind: job-fails, array: tokyo, action: split, copyGroup: ur2, times: always } ]");
        var step = bench.Step("pair.split", new { on = "mirrors" });
        var failure = Bench.Failed(await bench.RunAsync(step));
        Assert.Equal(FailureKind.Refused, failure.Kind);
        Assert.Contains("2E20", failure.Code);
        Bench.Succeeded(await bench.UndoAsync(step));
        Assert.Equal("PAIR/PAIR", await bench.StatusAsync("mirrors"));
    }

    [Fact]
    public async Task A_pair_that_errs_ends_the_wait_at_once()
    {
        var bench = new Bench("timing: { localCopyRate: 64K/s }");
        bench.Pass(TimeSpan.FromHours(2));
        var copying = new TaskCompletionSource<bool>();
        bench.After = request => _ = request.Method == HttpMethod.Get && bench.Done.Count > 0 && copying.TrySetResult(true);
        await using var connections = bench.NewConnections();
        var resync = bench.Catalog(connections).Find("pair.resync").ExecuteAsync(bench.Step("pair.resync", new { on = "si" }), CancellationToken.None);
        await bench.DriveAsync(copying.Task);
        Bench.Succeeded(await bench.RunAsync(bench.Step("pair.split", new { on = "si/p02", forceSuspend = true })));
        var failure = Bench.Failed(await bench.DriveAsync(resync));
        Assert.Equal(FailureKind.WrongStatus, failure.Kind);
        Assert.Contains("si/p02 PSUE", Assert.Single(failure.Pairs!));
        Assert.Contains("COPY/COPY", await bench.StatusAsync("si"));
    }

    [Fact]
    public async Task A_job_that_never_ends_times_out_and_a_later_attempt_goes_on_with_it()
    {
        var bench = new Bench("faults: [ { kind: job-hangs, array: tokyo, action: split, copyGroup: ur1 } ]");
        var step = bench.Step("pair.split", new { on = "ur1" }, new WaitPlan { Timeout = TimeSpan.FromMinutes(3) });
        Assert.Equal(FailureKind.Timeout, Bench.Failed(await bench.RunAsync(step)).Kind);
        Assert.Null(Assert.Single(step.Record.Operations).Result);
    }

    [Fact]
    public async Task A_cancelled_run_sends_nothing()
    {
        var bench = new Bench();
        var step = bench.Step("pair.split", new { on = "mirrors" });
        step.Cancel();
        Assert.Equal(FailureKind.Abandoned, Bench.Failed(await bench.RunAsync(step)).Kind);
        Assert.Empty(bench.Done);
    }

    [Fact]
    public async Task Nothing_secret_reaches_the_journal()
    {
        var bench = new Bench();
        var step = bench.Step("pair.split", new { on = "mirrors" });
        await bench.RunAsync(step);
        Assert.DoesNotContain("secret-of", System.Text.Json.JsonSerializer.Serialize<IReadOnlyList<RunEvent>>(step.Journal, PlanJson.Options));
    }
}
