using System.Globalization;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Timetables;

namespace RunbookEngine.Server.Schedules.Calendars;

/// <summary>Reads a calendar, YAML or JSON: <c>zone</c>, <c>description</c>, <c>windows</c>, <c>blackouts</c>.</summary>
public sealed class CalendarReader
{
    private static readonly string[] DayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private readonly List<Diagnostic> _found = [];

    private CalendarReader() { }

    /// <returns>The calendar, or null with everything that is wrong in the text.</returns>
    public static (Calendar? Calendar, IReadOnlyList<Diagnostic> Diagnostics) Read(SourceFile file, string name)
    {
        var reader = new CalendarReader();
        var (root, read) = DocumentLoader.Load(file);
        reader._found.AddRange(read);
        var calendar = root is MapNode map ? reader.Calendar(map, name) : null;
        if (root is not null and not MapNode)
            reader.Wrong(root.At, $"a calendar is a map, this is {root.Kind}");
        return (reader._found.Any(d => d.IsError) ? null : calendar, Diagnostic.Sort(reader._found));
    }

    private Calendar? Calendar(MapNode map, string name)
    {
        Keys(map, "zone", "description", "windows", "blackouts");
        var zone = map["zone"]?.Text is { } id ? ZoneClock.Find(id) : null;
        if (zone is null)
            Add(Codes.Zone, map["zone"]?.At ?? map.At, map["zone"] is null ? "`zone` is missing" : "this is no known time zone", "write zone: Europe/Berlin, for example");
        var (windows, blackouts) = (Spans(map, "windows"), Spans(map, "blackouts"));
        if (windows.Count + blackouts.Count == 0)
            Wrong(map.At, "a calendar needs `windows` or `blackouts`");
        if (windows.Count + blackouts.Count > Calendars.Calendar.MaxSpans)
            Wrong(map.At, $"a calendar has at most {Calendars.Calendar.MaxSpans} windows and blackouts");
        return zone is null ? null : new Calendar(name, zone, windows, blackouts);
    }

    private List<CalendarSpan> Spans(MapNode map, string key)
    {
        if (map[key] is not { } node)
            return [];
        if (node is ListNode list)
            return [.. list.Items.Select(Span).OfType<CalendarSpan>()];
        Wrong(node.At, $"`{key}` is a list, not {node.Kind}");
        return [];
    }

    private CalendarSpan? Span(DocumentNode node)
    {
        if (node is not MapNode map)
        {
            Wrong(node.At, $"an entry is a map such as {{ days: MON-FRI, from: \"20:00\", to: \"06:00\" }}, not {node.Kind}");
            return null;
        }

        Keys(map, "dates", "days", "from", "to", "why");
        if (map.Entries.All(e => e.Key.Raw == "why"))
            Wrong(map.At, "an entry needs `dates`, `days`, `from` or `to`");
        return new CalendarSpan(
            [.. Texts(map["dates"]).SelectMany(Dates)], Texts(map["days"]).SelectMany(Days).ToHashSet(), Time(map["from"]) ?? TimeOnly.MinValue, map["to"]?.Text == "24:00" ? null : Time(map["to"]));
    }

    private IEnumerable<(DateOnly, DateOnly)> Dates((string Text, SourceSpan At) written)
    {
        var (first, last) = written.Text.Split("..") is [var from, var to] ? (Date(from), Date(to)) : (Date(written.Text), Date(written.Text));
        if (first is null || last is null || first > last)
            Wrong(written.At, $"`{written.Text}` is no date and no range of dates", "write 2026-12-24, or 2026-12-24..2027-01-02");
        else
            yield return (first.Value, last.Value);
    }

    private IEnumerable<DayOfWeek> Days((string Text, SourceSpan At) written)
    {
        var ends = written.Text.ToUpperInvariant().Split('-').Select(d => Array.IndexOf(DayNames, d.Trim())).ToList();
        if (ends.Count > 2 || ends.Contains(-1))
        {
            Wrong(written.At, $"`{written.Text}` is no day of the week", "write SAT, or MON-FRI");
            yield break;
        }

        for (var day = ends[0]; ; day = (day + 1) % 7)
        {
            yield return (DayOfWeek)day;
            if (day == ends[^1])
                yield break;
        }
    }

    private TimeOnly? Time(DocumentNode? node)
    {
        if (node is null)
            return null;
        if (TimeOnly.TryParseExact(node.Text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return time;
        Add(Codes.TimeOfDay, node.At, $"`{node.Text}` is no time of day", "write hours and minutes in quotes: \"06:00\"");
        return null;
    }

    private static DateOnly? Date(string text) => DateOnly.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    /// <summary>One text, several between commas, or a list of them.</summary>
    private static IEnumerable<(string, SourceSpan)> Texts(DocumentNode? node) => node switch
    {
        null => [],
        ListNode list => list.Items.SelectMany(Texts),
        _ => (node.Text ?? "").Split(',').Select(t => (t.Trim(), node.At)),
    };

    private void Keys(MapNode map, params string[] known)
    {
        foreach (var entry in map.Entries.Where(e => !known.Contains(e.Key.Raw)))
            Add(Codes.UnknownKey, entry.Key.At, $"`{entry.Key.Raw}` is not known here", $"known are: {string.Join(", ", known)}");
    }

    private void Wrong(SourceSpan at, string message, string? help = null) => Add(Codes.WrongType, at, message, help);

    private void Add(string code, SourceSpan at, string message, string? help) => _found.Add(Diagnostic.Error(code, at, message, help));
}
