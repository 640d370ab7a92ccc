using RunbookEngine.Activities;
using RunbookEngine.Journal;

namespace RunbookEngine.Runs;

/// <summary>Watches a live run: for a terminal, a log, a server-sent event. Called on the run's own path: be quick, never throw.</summary>
public interface IRunObserver
{
    /// <summary>An event is durable.</summary>
    void Happened(JournalEntry entry, RunEvent e, RunState state);

    /// <summary>Passing progress of a running step.</summary>
    void Progressed(RunId run, StepKey step, StepProgress progress);
}
