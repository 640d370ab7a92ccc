using RunbookEngine.Activities;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using Xunit;
using static RunbookEngine.Core.Tests.Runs.Plans;

namespace RunbookEngine.Core.Tests.Runs;

public class GateTests
{
    private static readonly Failure Shut = new(FailureKind.Refused, "ticket CHG1 is 'Canceled'");

    private readonly Bench _bench = new();

    private static PlanStep Gate(string id) => new() { Id = new StepId(id), Verb = "gate" };

    private static PlanStep Pivot(string id) => Step(id) with { Pivot = true, Rollback = RollbackPlan.NotNeeded };

    [Fact]
    public async Task Every_gate_that_was_passed_is_looked_at_again_before_each_pivot_and_before_nothing_else()
    {
        var run = await _bench.RunAsync(Of(Gate("g1"), Step("a"), Gate("g2"), Pivot("p"), Step("b"), Pivot("q")));

        Assert.Equal(RunOutcome.Succeeded, run.Outcome);
        Assert.Equal(["+a", "?g1", "?g2", "+p", "+b", "?g1", "?g2", "+q"], _bench.World.Ledger);
        Assert.Equal(2, (await _bench.EventsAsync(run.Id)).Count(e => e == "gates-rechecked"));
    }

    [Theory]
    [InlineData(FailurePolicy.Rollback, RunOutcome.RolledBack)]
    [InlineData(FailurePolicy.Hold, RunOutcome.Held)]
    [InlineData(FailurePolicy.Abort, RunOutcome.Failed)]
    public async Task A_gate_that_is_shut_stops_the_run_before_the_pivot_by_its_failure_policy(FailurePolicy policy, RunOutcome outcome)
    {
        _bench.World.ShutGates["g"] = Shut;

        var run = await _bench.RunAsync(Of(Gate("g"), Step("a"), Pivot("p") with { OnFailure = policy }));

        Assert.Equal(outcome, run.Outcome);
        Assert.DoesNotContain("+p", _bench.World.Ledger);
        Assert.Null(run.PivotSequence);
        Assert.Contains("CHG1", run.Step(StepKey.Parse("p"))!.Error!.Message);
        Assert.Equal(policy == FailurePolicy.Rollback, !_bench.World.On.Contains("a"));
    }

    [Fact]
    public async Task A_held_run_goes_over_the_pivot_once_the_gate_is_open_again()
    {
        _bench.World.ShutGates["g"] = Shut;
        var held = await _bench.RunAsync(Of(Gate("g"), Step("a"), Pivot("p")) with { OnFailure = FailurePolicy.Hold });
        await _bench.Operator.ResumeAsync(held.Id, "olga", [], null, Bench.Stop);
        Assert.Equal(RunOutcome.Held, (await _bench.DriveAsync(held.Id)).Outcome);

        _bench.World.ShutGates.Clear();
        await _bench.Operator.ResumeAsync(held.Id, "olga", [], null, Bench.Stop);

        Assert.Equal(RunOutcome.Succeeded, (await _bench.DriveAsync(held.Id)).Outcome);
        Assert.Single(_bench.World.Ledger, e => e == "+p");
    }

    [Fact]
    public async Task A_pivot_of_a_called_runbook_asks_the_gates_of_its_callers()
    {
        _bench.World.ShutGates["g"] = Shut;
        var call = new PlanStep { Id = new StepId("sub"), Verb = "call", Child = Of(Step("x"), Pivot("p")), Rollback = RollbackPlan.Auto };

        var run = await _bench.RunAsync(Of(Gate("g"), call));

        Assert.Equal(RunOutcome.RolledBack, run.Outcome);
        Assert.Equal(["+x", "?g", "-x"], _bench.World.Ledger);
    }

    [Fact]
    public async Task A_gate_that_was_skipped_or_marked_done_by_a_person_is_not_asked()
    {
        _bench.World.ShutGates["g"] = Shut;

        var run = await _bench.RunAsync(Of(Gate("g") with { When = "false" }, Pivot("p")));

        Assert.Equal(RunOutcome.Succeeded, run.Outcome);
        Assert.Equal(["+p"], _bench.World.Ledger);
    }

    [Fact]
    public async Task A_run_that_is_cancelled_while_the_gates_are_looked_at_does_not_reach_its_pivot()
    {
        _bench.World.Gates["recheck g"] = new TaskCompletionSource();
        await using var engine = _bench.Engine();
        var run = await _bench.StartAsync(Of(Gate("g"), Step("a"), Pivot("p")), engine);
        var driving = engine.DriveAsync(run, "olga", SilentObserver.Instance, Bench.Stop);

        await _bench.Operator.CancelAsync(run, "ben", rollback: true, null, Bench.Stop);

        Assert.Equal(RunOutcome.RolledBack, (await driving).Outcome);
        Assert.DoesNotContain("+p", _bench.World.Ledger);
        Assert.Empty(_bench.World.On);
    }

    [Fact]
    public async Task An_engine_that_dies_after_any_event_leaves_a_run_that_asks_its_gates_before_the_pivot_it_has_not_begun()
    {
        var plan = Of(Gate("g"), Step("a"), Pivot("p"), Step("b"));
        var all = (await _bench.EventsAsync((await _bench.RunAsync(plan)).Id)).Count;
        for (var crash = 1; crash < all - 1; crash++)
        {
            var bench = new Bench();
            await using (var engine = bench.Engine(new CrashingStore(bench.Store, crash)))
            {
                var started = await bench.StartAsync(plan, engine);
                await Assert.ThrowsAnyAsync<Exception>(() => engine.DriveAsync(started, "olga", SilentObserver.Instance, Bench.Stop));
            }

            var run = Assert.Single(await bench.Store.ListAsync(new RunFilter(), Bench.Stop)).Id;
            var begun = (await bench.Store.LoadAsync(run, Bench.Stop))!.PivotSequence is not null;
            bench.World.ShutGates["g"] = Shut;
            var end = await bench.DriveAsync(run);

            Assert.True(begun ? end.Outcome == RunOutcome.Succeeded : end.Outcome == RunOutcome.RolledBack, $"crash after {crash}: {end.Outcome}");
            Assert.Equal(begun, bench.World.Ledger.Contains("+p"));
        }
    }
}
