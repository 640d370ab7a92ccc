using System.Globalization;
using RunbookEngine.Journal;
using RunbookEngine.Operations.Verifying;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Reports;

/// <summary>A part of a report: a heading, and a table or lines of text.</summary>
/// <param name="Left">Rows that were left out, so that it stays readable.</param>
public sealed record ReportBlock(string Title, IReadOnlyList<string> Heads, IReadOnlyList<IReadOnlyList<string>> Rows, bool IsText = false, int Left = 0)
{
    public ReportBlock Cut(int most) => Rows.Count <= most ? this : this with { Rows = [.. Rows.Take(most)], Left = Rows.Count - most };
}

/// <summary>What a report says, for every form that people read.</summary>
public static class ReportBlocks
{
    /// <summary>Rows of one table in a document; all of them are in CSV and JSON.</summary>
    private const int MostRows = 300;

    /// <summary>Lines of the story in a document.</summary>
    private const int MostLines = 1500;

    /// <summary>Pairs of a checkpoint that are listed one by one.</summary>
    private const int MostPairs = 20;

    /// <param name="whole">Nothing is left out: for programs.</param>
    public static IReadOnlyList<ReportBlock> Of(RunReport report, TimeZoneInfo zone, bool whole = false) =>
        [.. All(report, zone, whole).Select(b => whole ? b : b.Cut(b.IsText ? MostLines : MostRows))];

    private static IEnumerable<ReportBlock> All(RunReport report, TimeZoneInfo zone, bool whole) =>
    [
        .. report.Run.Declared is { } declared ? Declaration(declared.At, declared.Declaration, zone) : [],
        .. RecoveryPointRow.Of(report.Run, report.Figures.Points) is { Count: > 0 } points ? [new ReportBlock("Recovery point", RecoveryPointRow.Heads, [.. points.Select(p => p.Cells(t => Time(t, zone)))])] : (ReportBlock[])[],
        Summary(report, zone),
        .. FigureBlocks.Of(report, zone),
        new("Warnings", ["Step", "Warning"], [.. RunWarnings.Of(report.Run).Select(w => (string[])[w.Step.ToString(), w.Text])]),
        new("Objectives and measures", ["Measure", "From", "To", "Took", "Objective", "Met"], [.. report.Measures.Select(m => Measured(m, zone))]),
        new("People", ["When", "Who", "Known by", "What", "Reason"],
            [.. report.People.Select(p => (string[])[Time(p.At, zone), p.Who, p.KnownBy?.ToString() ?? "not on record", p.What, p.Reason ?? ""])]),
        new("Pairs before and after", ["Copy groups", "Pairs", "Before", "After"],
            [.. PairChange.Of(report.Happenings).Select(c => (string[])[Names(c.Groups, whole), $"{c.Pairs}", c.Before, c.After])]),
        new("Steps", ["Step", "Verb", "Status", "Tries", "Started", "Took", "Note"], [.. StepRows.Of(report.Run).Select(r => Step(report.Run, r, zone))]),
        new("Checkpoints", ["Checkpoint", "Event", "Pairs"], [.. report.Run.Checkpoints.Select(c => (string[])[c.Checkpoint.Name, $"{c.Sequence}", Listed(c.Checkpoint.Pairs, whole)])]),
        new("Requests to arrays, commands and services", ["When", "Step", "To", "Request", "Body", "Array job", "Result"],
            [.. StepRows.Of(report.Run).SelectMany(r => r.State.Operations.Select(o => (r.State.Key, o))).OrderBy(o => o.o.Sequence).Select(o => Operation(o.Key, o.o, zone))]),
        Pairs("Pairs as last read", report.Run, PairRows.Of(report.Run)),
        .. report.PairsNow is { } now ? [Pairs("Pairs as they are now", report.Run, now)] : (ReportBlock[])[],
        new("What happened", ["Line"], [.. Story(report, zone).Select(line => (string[])[line])], IsText: true),
    ];

    private static string Names(IReadOnlyList<string> groups, bool whole) =>
        whole || groups.Count <= 6 ? string.Join(", ", groups) : $"{groups.Count} groups: {string.Join(", ", groups.Take(3))} to {groups[^1]}";

    private static string Listed(IReadOnlyList<PairReading> pairs, bool whole) => whole || pairs.Count <= MostPairs ? string.Join(", ", pairs.Select(p => p.ToString()))
        : string.Join(", ", pairs.GroupBy(p => p.Statuses).OrderByDescending(g => g.Count()).Select(g => $"{g.Count()} {g.Key}"));

    private static ReportBlock Pairs(string title, RunState run, IReadOnlyList<PairReading> pairs) =>
        new(title, ["Copy group", "Pair", "P-VOL status", "S-VOL status", "Direction", "Read from"],
        [
            .. pairs.Select(p => (string[])
            [
                p.CopyGroup, p.Pair, Known(p.PvolStatus), Known(p.SvolStatus), Direction.Of(run.Plan, [p]) ?? "-", p.Alone is { } alone ? $"{alone} alone" : p.Array,
            ]),
        ]);

    private static IEnumerable<ReportBlock> Declaration(DateTimeOffset at, DisasterDeclared declared, TimeZoneInfo zone)
    {
        yield return new("Declaration of the disaster", ["", ""],
        [
            ["Declared", $"{Time(at, zone)} by {declared.Actor}"],
            ["Reason", declared.Reason ?? "none was given"],
            ["Arrays that did not answer", declared.Absent.Count == 0 ? "none" : string.Join(", ", declared.Absent)],
            .. declared.Unknown.Select(u => (string[])["Not known then", u]),
        ]);
    }

    private static ReportBlock Summary(RunReport report, TimeZoneInfo zone)
    {
        var run = report.Run;
        string[][] rows =
        [
            .. report.BrokenGlass.Select(g => (string[])["GLASS BROKEN", $"{Time(g.At, zone)} before step {g.Step}, by {g.First} and {g.Second}: {g.Reason}"]),
            ["Run", run.Id.ToString()],
            ["Runbook", run.Plan.Runbook],
            ["Outcome", Words.Of(run.Outcome)],
            ["Environment", run.Plan.Environment.Name],
            ["Mode", run.Plan.Mode ?? "-"],
            ["Ticket", run.Ticket ?? "-"],
            ["Started", $"{Time(run.StartedAt, zone)} by {Who.InFull(run.Actor, run.KnownBy)}"],
            ["Ended", run.EndedAt is { } ended ? $"{Time(ended, zone)}, after {Spans.Text(ended - run.StartedAt)}" : "not yet"],
            ["Rollback", run.Rollback?.Reason ?? "-"],
            ["Held", run.Held ?? "-"],
            ["Plan fingerprint (SHA-256)", report.PlanFingerprint],
            ["Runbook file (SHA-256)", run.Plan.Source is { } source ? $"{source.File} {source.Hash}" : "-"],
            ["Inputs", run.Plan.Inputs.GetRawText()],
            ["Journal", $"{report.Entries.Count} events, last hash {report.LastHash}"],
            ["Hash chain", report.ChainBreak is { } broken ? $"BROKEN: {broken}" : $"{ChainStatement.Consistent}; {ChainStatement.Limit}"],
        ];
        return new ReportBlock("Summary", ["", ""], rows);
    }

    private static string Known(string status) => status.Length == 0 ? "?" : status;

    private static string[] Measured(Measure m, TimeZoneInfo zone) =>
    [
        m.Source == "clock" ? m.Name : $"{m.Name} ({m.Source})", Time(m.From, zone), m.To is { } to ? Time(to, zone) : NotOver(m),
        m.Age?.ToString() ?? (m.Span is { } span ? Spans.Text(span) : NotOver(m)), m.Objective is { } objective ? Spans.Text(objective) : "-",
        m.Met switch { true => "yes", false => "NO", null => "-" },
    ];

    /// <summary>A clock that was begun and has no end; a consistency point is a moment and has none.</summary>
    private static string NotOver(Measure m) => m.Source == "clock" ? "not over" : "-";

    private static string[] Step(RunState run, StepRow row, TimeZoneInfo zone)
    {
        var s = row.State;
        return
        [
            s.Key + (row.Section == "steps" ? "" : $" ({row.Section})"), row.Step.Verb, Words.Of(s.Status), $"{s.Attempts}",
            s.StartedAt is { } started ? Spans.DateTime(started, zone) : "-",
            s is { StartedAt: { } from, EndedAt: { } to } ? Spans.Text(to - from) : "-",
            s.UndoError?.Message ?? s.Error?.Message ?? s.Note ?? string.Join("; ", RunWarnings.Of(run, s).Select(w => w.Text)),
        ];
    }

    private static string[] Operation(StepKey key, OperationRecord o, TimeZoneInfo zone) =>
    [
        Spans.DateTime(o.IntendedAt, zone), key + (o.Undo ? " (undo)" : ""), o.Intent.Array.Length > 0 ? o.Intent.Array : "-",
        $"{o.Intent.Request.Method} {o.Intent.Request.Path}", o.Intent.Request.Body ?? "", o.Job ?? "-",
        (o.Result is { } result ? System.Text.Json.JsonSerializer.SerializeToElement(result).GetString()! : "open") + (o.Detail is { } detail ? $": {detail}" : ""),
    ];

    private static IReadOnlyList<string> Story(RunReport report, TimeZoneInfo zone)
    {
        lock (report.Stories)
            return report.Stories.TryGetValue(zone.Id, out var told) ? told : report.Stories[zone.Id] = [.. Told(report, zone)];
    }

    private static IEnumerable<string> Told(RunReport report, TimeZoneInfo zone)
    {
        var teller = new Teller(zone, verbose: true);
        RunState? run = null;
        foreach (var (entry, happening) in report.Entries.Zip(report.Happenings))
        {
            run = RunFold.Apply(run, entry, happening.Event);
            foreach (var line in teller.Tell(entry, happening.Event, run))
                yield return $"{Spans.DateTime(entry.At, zone)}  {line}";
        }
    }

    /// <summary>In UTC, and in the zone where that is another time.</summary>
    internal static string Time(DateTimeOffset at, TimeZoneInfo zone) => zone.GetUtcOffset(at) == TimeSpan.Zero ? Spans.DateTime(at, TimeZoneInfo.Utc)
        : $"{Spans.DateTime(at, TimeZoneInfo.Utc)} ({(Spans.Date(at, zone) == Spans.Date(at, TimeZoneInfo.Utc) ? $"{Spans.Clock(at, zone)} {Spans.Zone(at, zone)}" : Spans.DateTime(at, zone))})";

    /// <summary>What stands below a report.</summary>
    internal static string Zones(TimeZoneInfo zone) =>
        zone.BaseUtcOffset == TimeSpan.Zero && !zone.SupportsDaylightSavingTime ? $"Times are in {zone.Id}." : $"Times are in UTC, and in {zone.Id}.";

    internal static string NameOf(string objective) => objective switch { "rto" => "Recovery time", "rpo" => "Recovery point", "window" => "Window", _ => objective };
}
