using RunbookEngine.Cli.Output;
using RunbookEngine.Rehearsal;
using RunbookEngine.Rehearsal.Ends;

namespace RunbookEngine.Cli.Rehearsals;

/// <summary>One line that is written anew on a terminal; in a pipe a line for each tenth of the cases. Called under the rehearsal's lock.</summary>
internal sealed class RehearsalProgress(TextWriter writer, bool isTerminal, TimeProvider clock)
{
    private readonly long _began = clock.GetTimestamp();
    private int _tenth = -1;
    private int _findings;

    public void Note(CaseProgress progress)
    {
        _findings += progress.Last.End.Kind == EndKind.Finding ? 1 : 0;
        var line = $"{progress.Done} of {progress.Expected} cases, {_findings} with findings";
        if (isTerminal)
        {
            writer.Write($"\r{line}   ");
            return;
        }

        var tenth = progress.Done * 10 / progress.Expected;
        if (tenth != _tenth)
            writer.WriteLine(line);
        _tenth = tenth;
    }

    public void End()
    {
        if (isTerminal)
            writer.WriteLine();
        writer.WriteLine($"played in {Spans.Text(clock.GetElapsedTime(_began))}");
    }
}
