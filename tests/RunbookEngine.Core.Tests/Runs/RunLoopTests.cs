using RunbookEngine.Activities;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Reviews;
using RunbookEngine.Runs;
using Xunit;
using static RunbookEngine.Core.Tests.Runs.Plans;

namespace RunbookEngine.Core.Tests.Runs;

public class RunLoopTests
{
    private readonly Bench _bench = new();

    [Fact]
    public async Task Steps_run_in_order_and_finally_comes_last()
    {
        var run = await _bench.RunAsync(Of(Step("a"), Step("b")) with { Finally = [Step("tell") with { Rollback = RollbackPlan.NotNeeded }] });

        Assert.Equal(RunOutcome.Succeeded, run.Outcome);
        Assert.Equal(["+a", "+b", "+tell"], _bench.World.Ledger);
        Assert.Null(HashChain.FindBreak(await _bench.Store.ReadAsync(run.Id, 0, Bench.Stop)));
    }

    [Fact]
    public async Task A_failed_third_step_takes_back_itself_then_the_second_then_the_first()
    {
        _bench.World.Failures["c"] = 1;

        var run = await _bench.RunAsync(Of(Step("a"), Step("b"), Step("c"), Step("d")));

        Assert.Equal(RunOutcome.RolledBack, run.Outcome);
        Assert.Equal(["+a", "+b", "+c", "-c", "-b", "-a"], _bench.World.Ledger);
    }

    [Fact]
    public async Task The_third_of_five_iterations_fails_and_the_three_are_taken_back_in_reverse()
    {
        _bench.World.Failures["split[m3]"] = 1;

        var run = await _bench.RunAsync(Of(Step("split").Over(1, "m1", "m2", "m3", "m4", "m5")));

        Assert.Equal(RunOutcome.RolledBack, run.Outcome);
        Assert.Equal(["+split[m1]", "+split[m2]", "+split[m3]", "-split[m3]", "-split[m2]", "-split[m1]"], _bench.World.Ledger);
    }

    [Fact]
    public async Task Undo_steps_of_the_author_run_forwards_inside_the_iteration_they_undo()
    {
        _bench.World.Failures["b"] = 1;

        await _bench.RunAsync(Of(Step("a").UndoneBy("una1", "una2").Over(1, "x", "y"), Step("b")));

        Assert.Equal(
            ["+a[x]", "+a[y]", "+b", "-b", "+una1[y]", "+una2[y]", "+una1[x]", "+una2[x]"], _bench.World.Ledger);
    }

    [Fact]
    public async Task No_more_iterations_run_side_by_side_than_allowed_and_none_starts_after_a_failure()
    {
        foreach (var name in (string[])["a", "b", "c"])
            _bench.World.Gates[$"s[{name}]"] = new TaskCompletionSource();
        _bench.World.Failures["s[a]"] = 1;
        await using var engine = _bench.Engine();
        var id = await _bench.StartAsync(Of(Step("s").Over(2, "a", "b", "c")) with { OnFailure = FailurePolicy.Abort }, engine);
        var driving = engine.DriveAsync(id, "olga", SilentObserver.Instance, Bench.Stop);

        await SeenAsync<StepStarted>(id, "s[b]");
        _bench.World.Gates["s[a]"].SetResult();
        await SeenAsync<StepFailed>(id, "s[a]");
        _bench.World.Gates["s[b]"].SetResult();
        _bench.World.Gates["s[c]"].SetResult();
        var run = await driving;

        Assert.Equal(RunOutcome.Failed, run.Outcome);
        Assert.Equal(StepStatus.Failed, run.Step(new StepKey(new StepId("s")))!.Status);
        var started = (await EventsAsync(id)).OfType<StepStarted>().Select(e => e.Step.ToString()).Where(k => k.StartsWith("s[", StringComparison.Ordinal));
        Assert.Equal(["s[a]", "s[b]"], started);
    }

    [Fact]
    public async Task Iterations_wait_for_a_place_among_those_that_are_allowed_side_by_side()
    {
        string[] items = ["a", "b", "c", "d", "e"];
        var run = await _bench.RunAsync(Of(Step("s").Over(2, items)));

        var (open, most) = (0, 0);
        foreach (var e in await EventsAsync(run.Id))
        {
            open += e is StepStarted { Step.Iteration: not "" } ? 1 : e is StepSucceeded { Step.Iteration: not "" } ? -1 : 0;
            most = Math.Max(most, open);
        }

        Assert.Equal((0, 2), (open, most));
        Assert.Equal(items.Length, _bench.World.Ledger.Count);
    }

    [Fact]
    public async Task A_failure_that_may_pass_is_tried_again_as_often_as_retry_says()
    {
        _bench.World.Failures["a"] = 2;
        var retrying = Step("a") with { Retry = new RetryPlan { Attempts = 3, Delay = TimeSpan.Zero } };

        var run = await _bench.RunAsync(Of(retrying));

        Assert.Equal(RunOutcome.Succeeded, run.Outcome);
        Assert.Equal(3, run.Step(StepKey.Parse("a"))!.Attempts);
    }

    [Fact]
    public async Task After_the_pivot_a_failure_holds_and_nothing_is_taken_back()
    {
        _bench.World.Failures["c"] = 1;

        var run = await _bench.RunAsync(Of(Step("a"), Step("b") with { Pivot = true }, Step("c")));

        Assert.Equal(RunOutcome.Held, run.Outcome);
        Assert.Equal(["+a", "+b", "+c"], _bench.World.Ledger);
        Assert.DoesNotContain("run-ended", await _bench.EventsAsync(run.Id));
    }

    [Fact]
    public async Task A_held_run_is_resumed_at_the_failed_step()
    {
        _bench.World.Failures["b"] = 1;
        var held = await _bench.RunAsync(Of(Step("a"), Step("b"), Step("c")) with { OnFailure = FailurePolicy.Hold });
        Assert.Equal(RunOutcome.Held, held.Outcome);

        await _bench.Operator.ResumeAsync(held.Id, "olga", [], null, Bench.Stop);
        var run = await _bench.DriveAsync(held.Id);

        Assert.Equal(RunOutcome.Succeeded, run.Outcome);
        Assert.Equal(["+a", "+b", "+c"], _bench.World.Ledger);
    }

    [Theory]
    [InlineData(StepOverride.Skip, StepStatus.Skipped)]
    [InlineData(StepOverride.MarkDone, StepStatus.Succeeded)]
    public async Task A_failed_step_is_skipped_or_marked_done_with_a_reason_on_record(StepOverride what, StepStatus expected)
    {
        _bench.World.Failures["b"] = 5;
        var held = await _bench.RunAsync(Of(Group("g", Step("a"), Step("b")), Step("c")) with { OnFailure = FailurePolicy.Hold });
        var step = StepKey.Parse("b");
        await Assert.ThrowsAsync<OperatorRefusedException>(
            () => _bench.Operator.ResumeAsync(held.Id, "olga", [(step, what)], " ", Bench.Stop));

        await _bench.Operator.ResumeAsync(held.Id, "olga", [(step, what)], "checked by hand", Bench.Stop);
        var run = await _bench.DriveAsync(held.Id);

        Assert.Equal(RunOutcome.Succeeded, run.Outcome);
        Assert.Equal((expected, "checked by hand"), (run.Step(step)!.Status, run.Step(step)!.Note));
    }

    [Fact]
    public async Task A_step_in_doubt_holds_the_run_until_a_person_says_what_is_true()
    {
        _bench.World.InDoubt.Add("b");
        var held = await _bench.RunAsync(Of(Step("a"), Step("b"), Step("c")));
        Assert.Equal((RunOutcome.Held, StepStatus.Ambiguous), (held.Outcome, held.Step(StepKey.Parse("b"))!.Status));
        Assert.Equal(RunOutcome.Held, (await _bench.DriveAsync(held.Id)).Outcome);

        await _bench.Operator.ResumeAsync(held.Id, "olga", [(StepKey.Parse("b"), StepOverride.Retry)], null, Bench.Stop);

        Assert.Equal(RunOutcome.Succeeded, (await _bench.DriveAsync(held.Id)).Outcome);
        Assert.Equal(["+a", "+b", "+c"], _bench.World.Ledger);
    }

    [Fact]
    public async Task An_undo_that_fails_leaves_the_run_to_a_person_and_can_be_repeated()
    {
        _bench.World.Failures["c"] = 1;
        _bench.World.UndoFailures["b"] = 1;
        var stuck = await _bench.RunAsync(Of(Step("a"), Step("b"), Step("c")));
        Assert.Equal(RunOutcome.NeedsOperator, stuck.Outcome);
        Assert.Equal(["a", "b"], _bench.World.On.Order());

        await _bench.Operator.ResumeAsync(stuck.Id, "olga", [], null, Bench.Stop);

        Assert.Equal(RunOutcome.RolledBack, (await _bench.DriveAsync(stuck.Id)).Outcome);
        Assert.Empty(_bench.World.On);
    }

    [Fact]
    public async Task Approvals_count_until_enough_have_said_yes()
    {
        var waiting = await _bench.RunAsync(Of(Step("a"), Approve("go"), Step("b")));
        Assert.Equal(RunOutcome.AwaitingApproval, waiting.Outcome);
        var go = StepKey.Parse("go");

        await Assert.ThrowsAsync<OperatorRefusedException>(() => _bench.Operator.ApproveAsync(waiting.Id, go, "olga", true, null, Bench.Stop));
        await Assert.ThrowsAsync<OperatorRefusedException>(() => _bench.Operator.ApproveAsync(waiting.Id, go, "mallory", true, null, Bench.Stop));
        await _bench.Operator.ApproveAsync(waiting.Id, go, "akiko", true, null, Bench.Stop);
        Assert.Equal(RunOutcome.AwaitingApproval, (await _bench.DriveAsync(waiting.Id)).Outcome);
        await Assert.ThrowsAsync<OperatorRefusedException>(() => _bench.Operator.ApproveAsync(waiting.Id, go, "Akiko", true, null, Bench.Stop));
        await _bench.Operator.ApproveAsync(waiting.Id, go, "ben", true, null, Bench.Stop);

        Assert.Equal(RunOutcome.Succeeded, (await _bench.DriveAsync(waiting.Id)).Outcome);
    }

    [Fact]
    public async Task An_approval_reaches_an_engine_that_waits_for_people()
    {
        await using var engine = _bench.Engine(options: new EngineOptions { WaitForPeople = true, NewsInterval = TimeSpan.FromMilliseconds(5) });
        var run = await _bench.StartAsync(Of(Approve("go"), Step("b")), engine);
        var driving = engine.DriveAsync(run, "olga", SilentObserver.Instance, Bench.Stop);
        foreach (var who in (string[])["akiko", "ben"])
            await UntilAsync(() => _bench.Operator.ApproveAsync(run, StepKey.Parse("go"), who, true, null, Bench.Stop));

        Assert.Equal(RunOutcome.Succeeded, (await driving).Outcome);
    }

    [Fact]
    public async Task Cancel_lets_nothing_more_start_and_takes_back_when_asked()
    {
        _bench.World.Gates["b"] = new TaskCompletionSource();
        await using var engine = _bench.Engine();
        var run = await _bench.StartAsync(Of(Step("a"), Step("b"), Step("c")), engine);
        var driving = engine.DriveAsync(run, "olga", SilentObserver.Instance, Bench.Stop);

        await _bench.Operator.CancelAsync(run, "ben", rollback: true, "wrong night", Bench.Stop);
        var state = await driving;

        Assert.Equal(RunOutcome.RolledBack, state.Outcome);
        Assert.Empty(_bench.World.On);
        Assert.DoesNotContain("+c", _bench.World.Ledger);
    }

    [Fact]
    public async Task A_second_engine_is_told_who_has_the_run()
    {
        _bench.World.Gates["a"] = new TaskCompletionSource();
        await using var first = _bench.Engine();
        var run = await _bench.StartAsync(Of(Step("a")), first);
        var driving = first.DriveAsync(run, "olga", SilentObserver.Instance, Bench.Stop);
        await using var second = _bench.Engine();

        await Assert.ThrowsAsync<RunBusyException>(() => second.DriveAsync(run, "ben", SilentObserver.Instance, Bench.Stop));
        _bench.World.Gates["a"].SetResult();

        Assert.Equal(RunOutcome.Succeeded, (await driving).Outcome);
        Assert.Equal(["+a"], _bench.World.Ledger);
    }

    [Fact]
    public async Task A_finished_run_can_still_be_taken_back()
    {
        var run = await _bench.RunAsync(Of(Step("a"), Step("b")));

        var looked = await _bench.Operator.ReviewAsync(run.Id, null, Bench.Stop);
        await Assert.ThrowsAsync<RollbackUnconfirmedException>(() => _bench.Operator.RollbackAsync(run.Id, "olga", null, null, Bench.Stop));
        await Assert.ThrowsAsync<RollbackUnconfirmedException>(() => _bench.Operator.RollbackAsync(run.Id, "olga", null, null, Bench.Stop, new string('0', 64)));
        Assert.Equal(["+a", "+b"], _bench.World.Ledger);
        await _bench.Operator.RollbackAsync(run.Id, "olga", null, null, Bench.Stop, looked.Fingerprint);

        Assert.Equal(["b", "a"], looked.Undo.Select(u => u.Step.ToString()));
        Assert.Equal(RunOutcome.RolledBack, (await _bench.DriveAsync(run.Id)).Outcome);
        Assert.Equal(["+a", "+b", "-b", "-a"], _bench.World.Ledger);
    }

    [Fact]
    public async Task A_called_runbook_is_a_child_run_and_is_taken_back_with_its_parent()
    {
        _bench.World.Failures["z"] = 1;
        var call = new PlanStep { Id = new StepId("sub"), Verb = "call", Child = Of(Step("x"), Step("y")), Rollback = RollbackPlan.Auto };

        var run = await _bench.RunAsync(Of(Step("a"), call, Step("z")));

        Assert.Equal(RunOutcome.RolledBack, run.Outcome);
        Assert.Equal(["+a", "+x", "+y", "+z", "-z", "-y", "-x", "-a"], _bench.World.Ledger);
        Assert.Equal(2, (await _bench.Store.ListAsync(new RunFilter(), Bench.Stop)).Count);
    }

    [Fact]
    public async Task A_condition_without_a_value_fails_its_step_and_says_which()
    {
        var run = await _bench.RunAsync(Of(Step("a"), Step("b") with { When = "nonsense" }));

        Assert.Equal(FailureKind.Invalid, run.Step(StepKey.Parse("b"))!.Error!.Kind);
        Assert.Contains("nonsense", run.Step(StepKey.Parse("b"))!.Error!.Message);
        Assert.Equal(RunOutcome.RolledBack, run.Outcome);
    }

    private static async Task UntilAsync(Func<Task> ask)
    {
        while (true)
        {
            try
            {
                await ask();
                return;
            }
            catch (OperatorRefusedException)
            {
                await Task.Yield();
            }
        }
    }

    private async Task<IReadOnlyList<RunEvent>> EventsAsync(RunId run) =>
        [.. (await _bench.Store.ReadAsync(run, 0, Bench.Stop)).Select(EventJson.Read)];

    private async Task SeenAsync<T>(RunId run, string key)
        where T : StepEvent
    {
        while (!(await EventsAsync(run)).OfType<T>().Any(e => e.Step.ToString() == key))
            await Task.Yield();
    }
}
