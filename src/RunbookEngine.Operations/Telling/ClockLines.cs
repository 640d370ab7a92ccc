using RunbookEngine.Journal;

namespace RunbookEngine.Operations.Telling;

/// <summary>Puts the time of day before lines, and the date with its zone above them: first, and whenever one of the two changes.</summary>
public sealed class ClockLines(TimeZoneInfo zone)
{
    private string _day = "";

    /// <summary>The line that goes above lines of this moment; null when what stands there still holds.</summary>
    public string? Day(DateTimeOffset at) => Spans.Day(at, zone) is var day && day == _day ? null : _day = day;

    public string Clock(DateTimeOffset at) => Spans.Clock(at, zone);

    /// <summary>The lines of one event with the time of day before each.</summary>
    public IEnumerable<string> Of(JournalEntry entry, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            if (Day(entry.At) is { } day)
                yield return day;
            yield return $"{Clock(entry.At)} {line}";
        }
    }
}
