using RunbookEngine.Journal;
using RunbookEngine.Plans;

namespace RunbookEngine.Runs;

/// <summary>Reads a run back from its journal.</summary>
public static class RunLoading
{
    /// <returns>The run as its journal tells it, or null when there is none.</returns>
    /// <exception cref="JournalCorruptException">The journal tells no possible story, or a newer version wrote it.</exception>
    public static async Task<RunState?> LoadAsync(this IRunJournal journal, RunId run, CancellationToken cancellationToken) =>
        RunFold.All(await journal.ReadAsync(run, 0, cancellationToken));

    /// <summary>As <see cref="LoadAsync"/>, for those who go on from what the journal says: an engine that carries the run on, a person who decides about it.</summary>
    /// <exception cref="JournalCorruptException">The journal was changed, events of it are gone, or its plan is of a newer version.</exception>
    public static async Task<RunState?> LoadTrustedAsync(this IRunJournal journal, RunId run, CancellationToken cancellationToken)
    {
        // The row first: what is appended meanwhile makes the journal longer than the row said, never shorter.
        var row = await journal.FindAsync(run, cancellationToken);
        var entries = await journal.ReadAsync(run, 0, cancellationToken);
        if (entries.Count < row?.Sequence && await journal.FindAsync(run, cancellationToken) is not null)
            throw new JournalCorruptException($"run {run}: events after {entries.Count} are missing, its row counts {row.Sequence}");
        if (HashChain.FindBreak(entries) is { } broken)
            throw new JournalCorruptException($"run {run}: {broken}");
        var state = RunFold.All(entries);
        return state is not null && PlanLanguage.Problem(state.Plan) is { } newer ? throw new JournalCorruptException($"run {run}: {newer}") : state;
    }
}
