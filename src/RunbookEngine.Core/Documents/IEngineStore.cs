using RunbookEngine.Journal;

namespace RunbookEngine.Documents;

/// <summary>All that is kept, in one place: runs, and documents beside them.</summary>
public interface IEngineStore : IRunStore, IDocumentStore;
