using RunbookEngine.Activities;
using RunbookEngine.Journal;

namespace RunbookEngine.Runs;

/// <summary>Watches nothing.</summary>
public sealed class SilentObserver : IRunObserver
{
    public static SilentObserver Instance { get; } = new();

    public void Happened(JournalEntry entry, RunEvent e, RunState state) { }

    public void Progressed(RunId run, StepKey step, StepProgress progress) { }
}
