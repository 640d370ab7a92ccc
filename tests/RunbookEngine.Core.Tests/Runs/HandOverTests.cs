using RunbookEngine.Activities;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using Xunit;

namespace RunbookEngine.Core.Tests.Runs;

/// <summary>A run is handed over: nothing new is begun, nothing that only this process can see is cut off, and another engine goes on at once.</summary>
public class HandOverTests
{
    [Fact]
    public async Task A_run_handed_over_at_any_moment_ends_elsewhere_with_nothing_doubled()
    {
        var calm = new Bench();
        var run = await calm.RunAsync(Plans.Everything());
        for (var after = 1; after < run.Sequence - 1; after++)
        {
            var bench = new Bench();
            using var handOver = new CancellationTokenSource();
            await using var leaving = bench.Engine();
            var id = await bench.StartAsync(Plans.Everything(), leaving);
            var left = await Record.ExceptionAsync(() => leaving.DriveAsync(id, "olga", new HandOverAfter(after, handOver), Bench.Stop, handOver.Token));

            Assert.True(left is null or OperationCanceledException, $"after event {after}: {left}");
            Assert.Null(await bench.Store.FindLeaseAsync(id, TimeProvider.System.GetUtcNow(), Bench.Stop));
            var open = (await bench.Store.LoadAsync(id, Bench.Stop))!;
            Assert.False(open.EndsOnlyHere());
            Assert.Equal(RunOutcome.Succeeded, (await bench.DriveAsync(id)).Outcome);
            Assert.Equal(calm.World.Ledger.Order(), bench.World.Ledger.Order());
        }
    }

    [Fact]
    public async Task A_program_is_waited_for_and_its_end_journalled_and_the_wait_beside_it_is_dropped()
    {
        var bench = new Bench();
        var (started, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        bench.World.Gates["wait"] = new TaskCompletionSource();
        bench.World.Approving = async (step, cancellationToken) =>
        {
            await step.JournalAsync(new OperationIntended(step.Key, "1", "command", "", "", new OperationRequest("exec", "backup", null), []), cancellationToken);
            started.SetResult();
            await end.Task.WaitAsync(cancellationToken);
            await step.JournalAsync(new OperationConcluded(step.Key, "1", OperationResult.Done), cancellationToken);
            return StepOutcome.Done;
        };
        using var handOver = new CancellationTokenSource();
        await using var engine = bench.Engine();
        var plan = Plans.Of(Plans.Parallel("both", [Plans.Step("wait")], [Plans.Approve("program"), Plans.Step("next")]));
        var id = await bench.StartAsync(plan, engine);
        var driving = engine.DriveAsync(id, "olga", SilentObserver.Instance, Bench.Stop, handOver.Token);
        await started.Task;
        Assert.True(engine.EndsOnlyHere(id));
        handOver.Cancel();
        Assert.False(driving.IsCompleted);
        end.SetResult();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => driving);
        var state = (await bench.Store.LoadAsync(id, Bench.Stop))!;
        Assert.Equal(StepStatus.Succeeded, state.Step(new StepKey(new StepId("program")))!.Status);
        Assert.Equal(StepStatus.Running, state.Step(new StepKey(new StepId("wait")))!.Status);
        Assert.Empty(bench.World.Ledger);
    }

    private sealed class HandOverAfter(int events, CancellationTokenSource handOver) : IRunObserver
    {
        private int _left = events;

        public void Happened(JournalEntry entry, RunEvent e, RunState state)
        {
            if (--_left == 0)
                handOver.Cancel();
        }

        public void Progressed(RunId run, StepKey step, StepProgress progress)
        {
        }
    }
}
