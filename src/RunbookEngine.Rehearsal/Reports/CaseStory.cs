using System.Globalization;
using RunbookEngine.Journal;
using RunbookEngine.Rehearsal.Cases;

namespace RunbookEngine.Rehearsal.Reports;

/// <summary>One case with everything its journals say, for whoever looks for the cause.</summary>
/// <param name="Events">One line for each event: number, time since the start, run, type, and what it is about.</param>
public sealed record CaseStory(CaseResult Result, IReadOnlyList<string> Events)
{
    private const int LongestLine = 400;

    internal static CaseStory Of(CaseRecord record, CaseResult result) => new(result, [.. record.History.Select((h, i) => Line(record, i + 1, h.Run, h.Entry, h.Event))]);

    private static string Line(CaseRecord record, int number, Runs.RunId run, JournalEntry entry, RunEvent e)
    {
        var at = (entry.At - Rooms.RehearsalSetting.Start).ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture);
        var text = e is RunStarted ? "" : entry.Payload;
        var line = $"{number,4}  {at}  {record.NameOf(run)}{entry.Type}  {text}";
        return line.Length > LongestLine ? line[..LongestLine] + "…" : line;
    }
}
