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

    [Theory]
    [InlineData("mirrors", """{ "journalStatus": ["PJNN", "SJNN"] }""", null)]
    [InlineData("mirrors", """{ "journalStatus": "PJNN" }""", "is SJNN; required is PJNN")]
    [InlineData("mirrors", """{ "journalStatus": ["PJNS", "SJNS"] }""", "required is PJNS or SJNS")]
    [InlineData("mirrors", """{ "journalBacklogBelow": 999999999 }""", null)]
    [InlineData("mirrors", """{ "journalBacklogBelow": 0 }""", "required are fewer than 0")]
    [InlineData("mirrors", """{ "remotePaths": "normal" }""", null)]
    [InlineData("tc", """{ "remotePaths": 4 }""", null)]
    [InlineData("tc", """{ "remotePaths": 5 }""", "4 remote paths from tokyo to osaka are normal; required are 5")]
    [InlineData("gad", """{ "quorum": "normal", "ioMode": "mirror", "status": "PAIR" }""", null)]
    [InlineData("gad", """{ "ioMode": "local" }""", "are not I/O mode local")]
    [InlineData("gad", """{ "ioMode": { "svol": "block" } }""", "I/O mode mirror/mirror")]
    [InlineData("clones", """{ "remotePaths": "normal" }""", "does not belong to shadow-image")]
    [InlineData("tc", """{ "quorum": "normal" }""", "does not belong to truecopy")]
    [InlineData("tc", """{ "ioMode": "mirror" }""", "does not belong to truecopy")]
    [InlineData("gad", """{ "journalStatus": "PJNN" }""", "does not belong to global-active-device")]
    [InlineData("gad", """{ "ioMode": "both" }""", "it must be mirror, local, block")]
    public async Task Journals_paths_quorum_disks_and_io_modes_can_be_asserted(string on, string condition, string? wrong)
    {
        var arguments = System.Text.Json.Nodes.JsonNode.Parse(condition)!.AsObject();
        arguments["on"] = on;
        var outcome = await _bench.RunAsync(_bench.Step("pair.assert", arguments));
        if (wrong is null)
        {
            Bench.Succeeded(outcome);
        }
        else
        {
            Assert.Contains(wrong, Bench.Failed(outcome).Message);
        }
    }

    [Fact]
    public async Task A_split_gad_pair_serves_on_one_side_and_is_told_apart_by_its_io_mode()
    {
        Bench.Succeeded(await _bench.RunAsync(_bench.Step("pair.split", new { on = "gad" })));
        Bench.Succeeded(await _bench.RunAsync(_bench.Step("pair.assert", new { on = "gad", ioMode = new { pvol = "local", svol = "block" } })));
        Assert.Contains("local/block", Bench.Failed(await _bench.RunAsync(_bench.Step("pair.assert", new { on = "gad", ioMode = "mirror" }))).Message);
    }

    [Fact]
    public async Task A_wait_for_journals_goes_on_until_they_are_so_and_fails_at_its_deadline()
    {
        var waiting = new { on = "mirrors", journalStatus = new[] { "PJNS", "SJNS", "PJSN", "SJSN" }, timeout = "3m" };
        Assert.Contains("required is PJNS", Bench.Failed(await _bench.RunAsync(_bench.Step("pair.wait", waiting))).Message);
        Bench.Succeeded(await _bench.RunAsync(_bench.Step("pair.wait", new { on = "mirrors", journalStatus = new[] { "PJNN", "SJNN" }, remotePaths = 1, timeout = "3m" })));
    }

    [Fact]
    public async Task A_split_of_several_groups_tells_how_far_apart_they_were_and_a_bound_that_is_exceeded_fails_it()
    {
        var split = _bench.Step("pair.split", new { on = "mirrors", maxSkew = "10m" });
        var skew = Bench.Succeeded(await _bench.RunAsync(split)).Outputs!.Value.GetProperty("skew");
        Assert.Equal("requests", skew.GetProperty("source").GetString());
        Assert.InRange(skew.GetProperty("milliseconds").GetInt64(), 0, 600_000);
        Assert.Equal(["ur1", "ur2"], new[] { skew.GetProperty("first").GetString(), skew.GetProperty("last").GetString() }.Order());

        Bench.Succeeded(await _bench.RunAsync(_bench.Step("pair.resync", new { on = "mirrors" })));
        var slow = _bench.Step("pair.split", new { on = "mirrors", maxSkew = "1ms" });
        Assert.Contains("too far apart", Bench.Failed(await _bench.RunAsync(slow)).Message);
        Assert.Equal("PSUS/SSUS", await _bench.StatusAsync("ur1"));
    }

    [Fact]
    public async Task With_a_bound_a_group_that_is_split_already_is_refused_before_anything_is_sent()
    {
        Bench.Succeeded(await _bench.RunAsync(_bench.Step("pair.split", new { on = "ur2" })));
        var before = _bench.Ledger.Count;
        var failure = Bench.Failed(await _bench.RunAsync(_bench.Step("pair.split", new { on = "mirrors", maxSkew = "5s" })));
        Assert.Contains("ur2 is split already", failure.Message);
        Assert.Equal(before, _bench.Ledger.Count);
        Assert.Equal("PAIR/PAIR", await _bench.StatusAsync("ur1"));
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
