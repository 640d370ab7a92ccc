using System.Collections.Concurrent;

namespace RunbookEngine.Language.Timetables;

/// <summary>The changes of a zone's clocks, found by asking for its offset; each year is looked through once.</summary>
public sealed class ZoneClock
{
    /// <summary>Two changes of one zone lie further apart than this.</summary>
    private static readonly TimeSpan Stride = TimeSpan.FromHours(6);

    private static readonly ConcurrentDictionary<string, ZoneClock> Known = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<int, ZoneChange[]> _years = new();

    private ZoneClock(TimeZoneInfo zone) => Zone = zone;

    public TimeZoneInfo Zone { get; }

    public static ZoneClock Of(TimeZoneInfo zone) => Known.GetOrAdd(zone.Id, static (_, z) => new ZoneClock(z), zone);

    /// <summary>The zone of an IANA name; null when there is none.</summary>
    public static ZoneClock? Find(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? Of(zone) : null;

    public TimeSpan OffsetAt(DateTimeOffset moment) => Zone.GetUtcOffset(moment);

    /// <summary>The wall clock at a moment.</summary>
    public DateTime LocalAt(DateTimeOffset moment) => (moment.UtcDateTime + OffsetAt(moment)).AsLocal();

    /// <summary>Changes later than one moment and no later than another, in order.</summary>
    public IEnumerable<ZoneChange> Changes(DateTimeOffset after, DateTimeOffset until) =>
        Enumerable.Range(after.UtcDateTime.Year, Math.Max(0, until.UtcDateTime.Year - after.UtcDateTime.Year + 1))
            .SelectMany(year => _years.GetOrAdd(year, Find)).Where(c => c.At > after && c.At <= until);

    private ZoneChange[] Find(int year)
    {
        var found = new List<ZoneChange>();
        // A change in the first second of a year is seen from the last second of the year before.
        var at = LastSecondBefore(year);
        var end = LastSecondBefore(year + 1);
        while (at < end)
        {
            var next = at + Stride < end ? at + Stride : end;
            if (OffsetAt(at) != OffsetAt(next))
                found.Add(Between(at, next));
            at = next;
        }

        return [.. found];
    }

    private static DateTimeOffset LastSecondBefore(int year) =>
        year switch { <= 1 => DateTimeOffset.MinValue, > 9999 => DateTimeOffset.MaxValue, _ => new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(-1) };

    private ZoneChange Between(DateTimeOffset before, DateTimeOffset after)
    {
        var (old, seconds) = (OffsetAt(before), (long)(after - before).TotalSeconds);
        var (low, high) = (0L, seconds);
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = OffsetAt(before.AddSeconds(middle)) == old ? (middle, high) : (low, middle);
        }

        return new ZoneChange(before.AddSeconds(high), old, OffsetAt(before.AddSeconds(high)));
    }
}
