using RunbookEngine.Cli.Runs;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Simulation;

/// <summary>Runs on simulated arrays inside their own process: with the process the arrays are gone, and nothing is left to protect.</summary>
internal static class SimulatedRuns
{
    public static bool IsOne(Plan plan) => PassingArrays.AreThoseOf(plan);

    /// <summary>Gives back the locks of a run that will not be carried on. On record in that run.</summary>
    public static async Task ReleaseAsync(IRunStore store, RunId id, TimeProvider clock)
    {
        foreach (var held in (await store.ListLocksAsync(CancellationToken.None)).Where(l => l.Run == id))
            await new RunOperator(store, clock).BreakLockAsync(
                held.Name, held.Actor, "the simulated arrays ended with the process of the run", CancellationToken.None);
    }

    /// <summary>Gives back the locks of a run whose process was killed.</summary>
    /// <returns>False when the run is alive, or not on simulated arrays of its own.</returns>
    public static async Task<bool> ReleaseDeadAsync(IRunStore store, RunId id, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await Recorded.LivingAsync(store, id, clock, cancellationToken) is not null
            || await store.LoadAsync(id, cancellationToken) is not { } run || !IsOne(run.Plan))
            return false;
        await ReleaseAsync(store, id, clock);
        return true;
    }
}
