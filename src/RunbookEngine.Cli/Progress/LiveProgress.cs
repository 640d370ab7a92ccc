using System.Collections.Concurrent;
using RunbookEngine.Activities;
using RunbookEngine.Journal;
using RunbookEngine.Runs;
using Spectre.Console;

namespace RunbookEngine.Cli.Progress;

/// <summary>Keeps a table of the run's steps on a terminal up to date.</summary>
internal sealed class LiveProgress : IRunObserver
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<StepKey, StepProgress> _progress = [];
    private readonly StatusTrails _trails = new();
    private readonly IAnsiConsole _console;
    private readonly TimeProvider _clock;
    private volatile RunState _run;

    public LiveProgress(TextWriter writer, TimeProvider clock, bool colours, RunState run)
    {
        (_clock, _run) = (clock, run);
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Detect,
            ColorSystem = colours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(writer),
        });
    }

    public void Happened(JournalEntry entry, RunEvent e, RunState state)
    {
        _trails.Follow(e);
        _run = state;
    }

    public void Progressed(RunId run, StepKey step, StepProgress progress) => _progress[step] = progress;

    /// <summary>Draws until the work is done; the last picture stays.</summary>
    public async Task<RunState> ShowAsync(Task<RunState> work) =>
        await _console.Live(new Text("")).AutoClear(false).Overflow(VerticalOverflow.Crop).StartAsync(async live =>
        {
            while (true)
            {
                var done = await Task.WhenAny(work, Task.Delay(Refresh, _clock)) == work;
                live.UpdateTarget(LiveTable.Draw(_run, _progress, _trails, _clock.GetUtcNow(), _console.Profile.Height));
                if (done)
                    return await work;
            }
        });
}
