using System.Globalization;

namespace RunbookEngine.Operations.Telling;

/// <summary>Times and spans as people read them.</summary>
public static class Spans
{
    /// <summary><c>0.4 s</c>, <c>14 s</c>, <c>3 min 5 s</c>, <c>2 h 10 min</c>, <c>3 d 4 h</c>.</summary>
    public static string Text(TimeSpan span) => span switch
    {
        { Ticks: < 0 } => Text(TimeSpan.Zero),
        { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s"),
        { TotalMinutes: < 1 } => $"{(int)span.TotalSeconds} s",
        { TotalHours: < 1 } => $"{(int)span.TotalMinutes} min {span.Seconds} s",
        { TotalDays: < 1 } => $"{(int)span.TotalHours} h {span.Minutes} min",
        _ => $"{(int)span.TotalDays} d {span.Hours} h",
    };

    /// <summary>A span that is only roughly known: <c>40 s</c>, <c>12 min</c>, <c>3 h</c>.</summary>
    public static string Rough(TimeSpan span) => span.TotalSeconds < 100 ? $"{Math.Ceiling(Math.Max(0, span.TotalSeconds))} s"
        : span.TotalMinutes < 100 ? $"{Math.Round(span.TotalMinutes)} min" : $"{Math.Round(span.TotalHours)} h";

    public static string Clock(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Date(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary><c>2026-11-29 03:12:05 +01:00</c>: with the zone, so that it means the same to everybody.</summary>
    public static string DateTime(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " " + Zone(at, zone);

    /// <summary><c>03:12 +01:00</c>, with the date where it is not that of <paramref name="now"/>.</summary>
    public static string Soon(DateTimeOffset at, DateTimeOffset now, TimeZoneInfo zone) =>
        (Date(at, zone) == Date(now, zone) ? "" : Date(at, zone) + " ")
        + TimeZoneInfo.ConvertTime(at, zone).ToString("HH:mm", CultureInfo.InvariantCulture) + " " + Zone(at, zone);

    /// <summary><c>UTC</c>, or by how much the zone is ahead of it at that moment: <c>+01:00</c>.</summary>
    public static string Zone(DateTimeOffset at, TimeZoneInfo zone) =>
        zone.GetUtcOffset(at) is var offset && offset == TimeSpan.Zero ? "UTC" : (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString(@"hh\:mm", CultureInfo.InvariantCulture);

    /// <summary>What stands above lines that begin with <see cref="Clock"/>: <c>2026-11-29, times in +01:00 (Europe/Berlin)</c>.</summary>
    public static string Day(DateTimeOffset at, TimeZoneInfo zone) =>
        Zone(at, zone) is var name && (zone.Id == name || zone.Id is "Etc/UTC" or "Etc/GMT" or "UCT" or "Zulu") ? $"{Date(at, zone)}, times in {name}" : $"{Date(at, zone)}, times in {name} ({zone.Id})";
}
