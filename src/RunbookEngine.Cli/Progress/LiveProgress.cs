using System.Collections.Concurrent;
using RunbookEngine.Activities;
using RunbookEngine.Cli.Output;
using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Progress;

/// <summary>Keeps a table of the run's steps on a terminal up to date.</summary>
internal sealed class LiveProgress(LiveScreen screen, TimeProvider clock, Ink ink, RunState run) : IRunObserver
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<StepKey, StepProgress> _progress = [];
    private readonly StepPairs _pairs = new();
    private readonly CopyPace _pace = new();
    private volatile RunState _run = run;

    /// <summary>What happened before this process took the run up.</summary>
    public void Know(IEnumerable<RunEvent> before) => before.ToList().ForEach(_pairs.Follow);

    public void Happened(JournalEntry entry, RunEvent e, RunState state)
    {
        _pairs.Follow(e);
        if (e is StepEvent step)
            _progress.TryRemove(step.Step, out _);
        _run = state;
    }

    public void Progressed(RunId id, StepKey step, StepProgress progress)
    {
        // A called run is driven by the same engine and told as one step of its caller.
        if (id != _run.Id)
            return;
        _pace.Note(step, progress, clock.GetUtcNow());
        if (progress.Pairs.Count > 0)
            _pairs.Add(step, progress.Pairs);
        _progress[step] = progress;
    }

    /// <summary>Draws until the work is done; the last picture stays whole.</summary>
    public async Task<RunState> ShowAsync(Task<RunState> work)
    {
        try
        {
            while (true)
            {
                var (width, height) = screen.Size;
                // The cursor stands below the last line, and the last column is left free: some terminals go to the next line there.
                screen.Draw(LiveTable.Draw(View(), width - 1, Math.Max(1, height - 1)));
                if (await Task.WhenAny(work, Task.Delay(Refresh, clock)) == work)
                    return await work;
            }
        }
        finally
        {
            screen.Leave(LiveTable.Draw(View(), screen.Size.Width - 1, 0));
        }
    }

    private LiveView View() => new(_run, clock.GetUtcNow(), clock.LocalTimeZone, ink) { Progress = _progress, Pairs = _pairs, Pace = _pace };
}
