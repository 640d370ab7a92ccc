using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using Xunit;
using RunbookEngine.Testing;

namespace RunbookEngine.Core.Tests.Runs;

/// <summary>Random plans with random failures, crashes, cancellations and people. Whatever happens: deciding never throws, a started
/// effect is never lost or doubled, and the run comes to an end.</summary>
public class RandomRunTests
{
    [Fact]
    public async Task Every_run_ends_and_no_effect_is_doubled_or_lost()
    {
        var first = Environment.GetEnvironmentVariable("RUNBOOK_TEST_SEED") is { } given ? int.Parse(given) : Seeds.FreshOr(20261129);
        var cases = Environment.GetEnvironmentVariable("RUNBOOK_TEST_SEED") is null ? 1000 : 1;
        for (var seed = first; seed < first + cases; seed++)
        {
            try
            {
                await OneAsync(new Random(seed)).WaitAsync(TimeSpan.FromMinutes(2), Bench.Stop);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"RUNBOOK_TEST_SEED={seed}: {e.Message}", e);
            }
        }
    }

    private static async Task OneAsync(Random random)
    {
        var bench = new Bench();
        var plan = new RandomPlans(random).Plan();
        var leaves = plan.AllSteps().Where(s => !s.IsContainer).Select(s => s.Id.Value).ToList();
        foreach (var leaf in leaves.Where(_ => random.Next(6) == 0))
            bench.World.Failures[leaf] = 1 + random.Next(3);
        foreach (var leaf in leaves.Where(_ => random.Next(10) == 0))
            bench.World.UndoFailures[leaf] = 1 + random.Next(2);
        foreach (var leaf in leaves.Where(_ => random.Next(15) == 0))
            bench.World.InDoubt.Add(leaf);

        RunId run;
        await using (var engine = bench.Engine())
            run = await bench.StartAsync(plan, engine);
        RunState state;
        var turns = 0;
        do
        {
            if (turns++ > 100)
                Assert.Fail("the run does not come to an end: " + await StoryAsync(bench, run));
            if (random.Next(12) == 0)
                await TryAsync(() => bench.Operator.CancelAsync(run, "ben", random.Next(2) == 0, null, Bench.Stop));
            state = await DriveAsync(bench, run, random);
            if (!state.IsEnded)
                await HelpAsync(bench, state, random);
        }
        while (!state.IsEnded);

        Check(bench, state);
        Assert.Null(HashChain.FindBreak(await bench.Store.ReadAsync(run, 0, Bench.Stop)));
    }

    private static async Task<string> StoryAsync(Bench bench, RunId run)
    {
        var state = (await bench.Store.LoadAsync(run, Bench.Stop))!;
        var last = (await bench.Store.ReadAsync(run, 0, Bench.Stop)).TakeLast(30).Select(e => $"{e.Type} {e.Payload}");
        return $"{state.Outcome} {state.Phase} held={state.Held} cancel={state.Cancel is not null} "
            + $"open={string.Join(", ", state.Steps.Values.Where(s => !s.IsOver).Select(s => $"{s.Key}:{s.Status}/{s.Undo}"))} "
            + $"next={string.Join(", ", Decider.Decide(state, TimeProvider.System.GetUtcNow()))}\n{string.Join('\n', last)}";
    }

    private static async Task<RunState> DriveAsync(Bench bench, RunId run, Random random)
    {
        if (random.Next(2) == 0)
            return await bench.DriveAsync(run);
        await using var engine = bench.Engine(new CrashingStore(bench.Store, random.Next(25)));
        try
        {
            return await engine.DriveAsync(run, "olga", SilentObserver.Instance, Bench.Stop);
        }
        catch (StoreUnavailableException)
        {
            return (await bench.Store.LoadAsync(run, Bench.Stop))!;
        }
    }

    /// <summary>What a person would do with a run that stands: decide about a step, let it go on, or take it back.</summary>
    private static async Task HelpAsync(Bench bench, RunState state, Random random)
    {
        var doubtful = state.Steps.Values.Where(s => s.Status == StepStatus.Ambiguous).Select(s => s.Key).ToList();
        var overrides = doubtful.Select(key => (key, random.Next(2) == 0 ? StepOverride.Retry : StepOverride.MarkDone)).ToList();
        if (random.Next(3) == 0 && state.Phase == RunPhase.Steps && state.Held is not null)
            await TryAsync(() => bench.Operator.RollbackAsync(state.Id, "olga", null, null, Bench.Stop));
        else
            await TryAsync(() => bench.Operator.ResumeAsync(state.Id, "olga", overrides, "seen", Bench.Stop));
    }

    private static async Task TryAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (OperatorRefusedException)
        {
            // The run had moved on; that is what the message would say.
        }
    }

    private static void Check(Bench bench, RunState state)
    {
        var on = new HashSet<string>();
        foreach (var effect in bench.World.Ledger)
        {
            var done = effect[0] == '+' ? on.Add(effect[1..]) : on.Remove(effect[1..]);
            Assert.True(done, $"{effect} happened twice");
        }

        foreach (var step in state.Steps.Values)
        {
            var kind = state.Plan.Find(step.Key.Id)!.Rollback.Kind;
            if (step.Operations.Any(o => o.Result is null))
                Assert.Fail($"{step.Key} has an open operation at the end");
            if (state.Outcome == RunOutcome.RolledBack && kind == RollbackKind.Auto && step.StartedSequence > state.Rollback!.Boundary
                && !state.Plan.Find(step.Key.Id)!.IsContainer && state.Plan.Find(step.Key.Id)!.ForEach is null)
                Assert.DoesNotContain(step.Key.ToString(), bench.World.On);
            if (state.Outcome == RunOutcome.Succeeded && step.Status == StepStatus.Succeeded && kind == RollbackKind.Auto && step.Note is null
                && !state.Plan.Find(step.Key.Id)!.IsContainer && step.Iterations is null)
                Assert.Contains(step.Key.ToString(), bench.World.On);
        }
    }
}
