using RunbookEngine.Activities;
using RunbookEngine.Journal;

namespace RunbookEngine.Runs;

/// <summary>Whoever watches a run, and cannot write what was seen, does not end it: what happened is durable already.</summary>
internal sealed class GuardedObserver(IRunObserver observer) : IRunObserver
{
    public void Happened(JournalEntry entry, RunEvent e, RunState state)
    {
        try
        {
            observer.Happened(entry, e, state);
        }
        catch (Exception trouble) when (IsOfWriting(trouble))
        {
            // The journal has it.
        }
    }

    public void Progressed(RunId run, StepKey step, StepProgress progress)
    {
        try
        {
            observer.Progressed(run, step, progress);
        }
        catch (Exception trouble) when (IsOfWriting(trouble))
        {
            // Passing news.
        }
    }

    private static bool IsOfWriting(Exception trouble) => trouble is IOException or ObjectDisposedException or UnauthorizedAccessException;
}
