using RunbookEngine.Activities.Pairs;
using RunbookEngine.Activities.Tests.Support;
using RunbookEngine.Journal;
using RunbookEngine.Plans;

namespace RunbookEngine.Activities.Tests.Pairs;

public class PairWaitTests
{
    private readonly Bench _bench = new();

    [Theory]
    [InlineData("PAIR", "mirrors", true)]
    [InlineData("PSUS", "clones", true)]
    [InlineData("PSUS", "mirrors", false)]
    [InlineData("PAIR", "tc/p01", true)]
    public async Task An_assertion_looks_at_every_pair(string status, string on, bool holds)
    {
        var outcome = await _bench.RunAsync(_bench.Step("pair.assert", new { on, status }));
        Assert.Equal(holds, outcome is StepOutcome.Succeeded);
        Assert.True(holds || ((StepOutcome.Failed)outcome).Failure.Kind == FailureKind.WrongStatus);
    }

    [Theory]
    [InlineData("all", false)]
    [InlineData("any", true)]
    [InlineData("1", true)]
    [InlineData("2", false)]
    public async Task A_scope_counts_pairs(string scope, bool holds)
    {
        Bench.Succeeded(await _bench.RunAsync(_bench.Step("pair.split", new { on = "tc/p02" })));
        var outcome = await _bench.RunAsync(_bench.Step("pair.assert", new { on = "tc", status = new[] { "PSUS", "SSUS" }, scope }));
        Assert.Equal(holds, outcome is StepOutcome.Succeeded);
    }

    [Theory]
    [InlineData(50, true)]
    [InlineData(0, false)]
    public async Task Journal_usage_and_direction_can_be_asserted(int below, bool holds)
    {
        var outcome = await _bench.RunAsync(_bench.Step("pair.assert", new { on = "mirrors", journalUsageBelow = below, pvolAt = "tokyo" }));
        Assert.Equal(holds, outcome is StepOutcome.Succeeded);
        Assert.IsType<StepOutcome.Failed>(await _bench.RunAsync(_bench.Step("pair.assert", new { on = "mirrors", pvolAt = "osaka" })));
    }

    [Fact]
    public async Task Hosts_that_are_kept_off_an_array_are_checked_by_what_its_pairs_let_them_do()
    {
        async Task<bool> ReadOnly(string on, string array) =>
            await _bench.RunAsync(_bench.Step("pair.assert", new { on, readOnlyAt = array })) is StepOutcome.Succeeded;
        Assert.Equal((false, true), (await ReadOnly("tc", "tokyo"), await ReadOnly("tc", "osaka")));
        Assert.Equal((false, true), (await ReadOnly("mirrors", "tokyo"), await ReadOnly("mirrors", "osaka")));
        // Split for reading and writing, or so that no array tells for what: hosts may write.
        Bench.Succeeded(await _bench.RunAsync(_bench.Step("pair.split", new { on = "tc", svolAccess = "read-write" })));
        Assert.Equal((false, false), (await ReadOnly("tc", "tokyo"), await ReadOnly("tc", "osaka")));
        Bench.Succeeded(await _bench.RunAsync(_bench.Step("pair.takeover", new { on = "mirrors", mode = "force" })));
        Bench.Succeeded(await _bench.RunAsync(_bench.Step("pair.wait", new { on = "mirrors", status = new[] { "PSUS", "SSWS" }, readOnlyAt = "tokyo", timeout = "10m" })));
        Assert.Equal((true, false), (await ReadOnly("mirrors", "tokyo"), await ReadOnly("mirrors", "osaka")));
        var failure = Bench.Failed(await _bench.RunAsync(_bench.Step("pair.assert", new { on = "mirrors", readOnlyAt = "osaka" })));
        Assert.Contains("not writable at osaka", failure.Message);
    }

    [Fact]
    public async Task Nothing_to_assert_is_refused()
    {
        Assert.Equal(FailureKind.Invalid, Bench.Failed(await _bench.RunAsync(_bench.Step("pair.assert", new { on = "mirrors" }))).Kind);
    }

    [Fact]
    public async Task A_wait_ends_when_somebody_else_brings_the_pairs_there()
    {
        await using var connections = _bench.NewConnections();
        var looked = new TaskCompletionSource<bool>();
        _bench.After = request => _ = request.RequestUri!.AbsolutePath.Contains("ur1", StringComparison.Ordinal) && looked.TrySetResult(true);
        var waiting = _bench.Catalog(connections).Find("pair.wait").ExecuteAsync(_bench.Step("pair.wait", new { on = "mirrors", status = new[] { "PSUS", "SSUS" } }), CancellationToken.None);
        await _bench.DriveAsync(looked.Task);
        Bench.Succeeded(await _bench.RunAsync(_bench.Step("pair.split", new { on = "mirrors" })));
        Bench.Succeeded(await _bench.DriveAsync(waiting));
    }

    [Fact]
    public async Task A_wait_for_what_does_not_come_ends_at_its_deadline_even_after_a_restart()
    {
        var step = _bench.Step("pair.wait", new { on = "mirrors", status = "PSUS", timeout = "2h" });
        var end = _bench.Clock.GetUtcNow() + TimeSpan.FromHours(2);
        using var leaving = new CancellationTokenSource();
        _bench.After = _ =>
        {
            if (_bench.Clock.GetUtcNow() > end - TimeSpan.FromHours(1))
            {
                leaving.Cancel();
            }
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bench.RunAsync(step, leaving.Token));
        _bench.After = null;
        Assert.Equal(FailureKind.Timeout, Bench.Failed(await _bench.RunAsync(step.Restarted())).Kind);
        Assert.InRange(_bench.Clock.GetUtcNow(), end, end + TimeSpan.FromMinutes(45));
    }

    [Fact]
    public async Task A_copy_that_stands_still_stalls()
    {
        var bench = new Bench("timing: { localCopyRate: 1K/s }");
        bench.Pass(TimeSpan.FromHours(2));
        var failure = Bench.Failed(await bench.RunAsync(bench.Step("pair.resync", new { on = "si" }, new WaitPlan { Stall = TimeSpan.FromMinutes(10) })));
        Assert.Equal(FailureKind.Stalled, failure.Kind);
        Assert.Contains("10m", failure.Message);
    }

    [Fact]
    public async Task A_long_copy_is_journalled_in_tens_of_percent()
    {
        var bench = new Bench("timing: { localCopyRate: 1M/s }");
        bench.Pass(TimeSpan.FromHours(2));
        var step = bench.Step("pair.resync", new { on = "si/p01" });
        Bench.Succeeded(await bench.RunAsync(step));
        Assert.InRange(step.Journal.OfType<PairsRead>().Count(), 1, 14);
        Assert.True(step.Progress.Count > step.Journal.OfType<PairsRead>().Count());
    }

    [Fact]
    public async Task A_wait_without_end_status_is_over_when_the_array_took_the_request()
    {
        var step = _bench.Step("pair.split", new { on = "clones" }, new WaitPlan { None = true });
        Bench.Succeeded(await _bench.RunAsync(_bench.Step("pair.resync", new { on = "clones" })));
        Bench.Succeeded(await _bench.RunAsync(step));
        Assert.Equal(OperationResult.Done, Assert.Single(step.Record.Operations).Result);
    }

    [Fact]
    public async Task A_checkpoint_keeps_the_pairs_of_every_target()
    {
        var step = _bench.Step("checkpoint", new { });
        Bench.Succeeded(await _bench.RunAsync(step));
        var reached = Assert.Single(step.Journal.OfType<CheckpointReached>());
        Assert.Equal("it", reached.Name);
        Assert.Equal(12, reached.Pairs.Count);
        await using var connections = _bench.NewConnections();
        var now = await _bench.DriveAsync(new PairDriftReader(connections).ReadAsync(step.State, CancellationToken.None));
        Assert.Equal(reached.Pairs.Select(p => p.ToString()).Order(), now!.Select(p => p.ToString()).Order());
        _bench.Gone.Add("osaka");
        await using var others = _bench.NewConnections();
        // The array that answers is compared; what only the other one knows is unknown, and no drift.
        var alone = await _bench.DriveAsync(new PairDriftReader(others).ReadAsync(step.State, CancellationToken.None));
        Assert.Equal(reached.Pairs.Select(p => p.PvolStatus).Order(), alone!.Select(p => p.PvolStatus).Order());
        Assert.All(alone!.Where(p => p.PvolArray is not null), p => Assert.EndsWith("/?", p.Statuses));
    }

    [Fact]
    public async Task A_word_that_is_no_status_is_refused()
    {
        Assert.Equal(FailureKind.Invalid, Bench.Failed(await _bench.RunAsync(_bench.Step("pair.wait", new { on = "mirrors", status = "PAIRED" }))).Kind);
    }
}
