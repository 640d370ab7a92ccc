using RunbookEngine.Journal;

namespace RunbookEngine.Runs;

/// <summary>Reads a run back from its journal.</summary>
public static class RunLoading
{
    /// <returns>The run as its journal tells it, or null when there is none.</returns>
    /// <exception cref="JournalCorruptException">The journal tells no possible story, or a newer version wrote it.</exception>
    public static async Task<RunState?> LoadAsync(this IRunJournal journal, RunId run, CancellationToken cancellationToken) =>
        RunFold.All(await journal.ReadAsync(run, 0, cancellationToken));
}
