using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Documents;

/// <summary>All that is kept, in one place: runs, and documents beside them.</summary>
public interface IEngineStore : IRunStore, IDocumentStore
{
    /// <summary>Removes a run that has ended, with its journal, all or nothing. What is to be kept of it is kept elsewhere before.</summary>
    /// <returns>False when there is no such run, or it has not ended.</returns>
    Task<bool> DeleteEndedAsync(RunId run, CancellationToken cancellationToken);
}
