using RunbookEngine.Locks;

namespace RunbookEngine.Journal;

/// <summary>The store of an engine: journal, locks and leases in one place, so that they change in one transaction.</summary>
public interface IRunStore : IRunJournal, IRunLocks, IRunLeases, IAsyncDisposable
{
    /// <summary>What the store is, for messages: <c>sqlite:/var/lib/runbook/runs.db</c>. Never holds a password.</summary>
    string Name { get; }
}
