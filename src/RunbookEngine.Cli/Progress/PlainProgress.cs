using RunbookEngine.Activities;
using RunbookEngine.Cli.Output;
using RunbookEngine.Cli.Runs;
using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Progress;

/// <summary>Progress for a pipe or a log: a line with time and step for every event worth telling.</summary>
internal sealed class PlainProgress(TextWriter writer, TimeZoneInfo zone, bool verbose) : IRunObserver
{
    private readonly Lock _gate = new();
    private readonly Teller _teller = new(zone, verbose);
    private readonly ClockLines _clock = new(zone);

    /// <summary>The run has a story already: what follows is told as changes from here.</summary>
    public void GoOnFrom(RunState run) => _teller.GoOnFrom(run);

    public void Happened(JournalEntry entry, RunEvent e, RunState state)
    {
        lock (_gate)
        {
            foreach (var line in _clock.Of(entry, _teller.Tell(entry, e, state)))
                writer.WriteLine(line);
            writer.Flush();
        }
    }

    /// <summary>Passing news is for a terminal; what matters comes as an event.</summary>
    public void Progressed(RunId run, StepKey step, StepProgress progress)
    {
    }
}
