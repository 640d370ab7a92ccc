using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using Xunit;

namespace RunbookEngine.Core.Tests.Runs;

/// <summary>The engine dies after every single event of a run, another takes over, and the end is the same with nothing doubled.</summary>
public class CrashTests
{
    [Fact]
    public async Task A_crash_after_any_event_changes_neither_the_end_nor_what_was_sent()
    {
        var calm = new Bench();
        var run = await calm.RunAsync(Plans.Everything());
        Assert.Equal(RunOutcome.Succeeded, run.Outcome);
        for (var alive = 0; alive < run.Sequence - 1; alive++)
            await CrashAsync(alive, RunOutcome.Succeeded, calm.World, new Bench());
    }

    [Fact]
    public async Task A_crash_after_any_event_of_a_rollback_still_takes_everything_back_once()
    {
        foreach (var failing in Plans.LeafIds(Plans.Everything()))
        {
            var calm = Failing(failing);
            var run = await calm.RunAsync(Plans.Everything());
            Assert.Equal(RunOutcome.RolledBack, run.Outcome);
            for (var alive = 0; alive < run.Sequence - 1; alive++)
                await CrashAsync(alive, RunOutcome.RolledBack, calm.World, Failing(failing));
        }
    }

    private static Bench Failing(string step)
    {
        var bench = new Bench();
        bench.World.Failures[step] = 1000;
        return bench;
    }

    private static async Task CrashAsync(int alive, RunOutcome expected, World calm, Bench bench)
    {
        RunId id;
        var dying = new CrashingStore(bench.Store, alive);
        await using (var engine = bench.Engine(dying))
        {
            id = await bench.StartAsync(Plans.Everything(), engine);
            await Assert.ThrowsAsync<StoreUnavailableException>(
                () => engine.DriveAsync(id, "olga", SilentObserver.Instance, Bench.Stop));
        }

        var state = await bench.DriveAsync(id);

        Assert.Equal(expected, state.Outcome);
        Assert.Equal(calm.On.Order(), bench.World.On.Order());
        if (expected == RunOutcome.Succeeded)
            Assert.Equal(calm.Ledger.Order(), bench.World.Ledger.Order());
        Assert.All(bench.World.Ledger.CountBy(l => l), sent => Assert.Equal(1, sent.Value));
        Assert.Null(HashChain.FindBreak(await bench.Store.ReadAsync(id, 0, Bench.Stop)));
    }
}
