using RunbookEngine.Cli.Hosting;
using RunbookEngine.Operations.PairHealth;
using RunbookEngine.Sinks;

namespace RunbookEngine.Cli.Output;

/// <summary>The table of <c>runbook pairs</c>, a row as soon as its group is known.</summary>
/// <param name="before">Rows as they were written last, when only changes are to be written; null: all are.</param>
internal sealed class PairsPage(Invocation call, Dictionary<string, string>? before)
{
    private static readonly int[] Widths = [24, 21, 9, 6, 13, 7, 5, 8, 9, 9];

    private int _written;

    public void Head(bool repeat)
    {
        if (before is null || !repeat)
            Row(["COPY GROUP", "TECHNOLOGY", "P-VOL AT", "PAIRS", "STATUS P/S", "COPIED", "CTG", "JOURNAL", "I/O MODE", "HEALTH", "WHY"], call.Ink.Dim);
    }

    public void Write(CopyGroupAnswer group)
    {
        var statuses = group.Statuses is [var only] ? $"{only.PvolStatus}/{only.SvolStatus}" : string.Join(' ', group.Statuses.Select(s => $"{s.Pairs}x{s.PvolStatus}/{s.SvolStatus}"));
        string[] cells =
        [
            group.CopyGroup, group.Technology ?? "?", group.Array ?? "?", $"{group.PairCount}", statuses, group.Copied is { } copied ? $"{copied} %" : "-",
            group.ConsistencyGroups.Count == 0 ? "-" : string.Join(',', group.ConsistencyGroups),
            group.Journals.Count == 0 ? "-" : group.Journals.Max(j => j.UsagePercent) is { } usage ? $"{usage} %" : "?",
            group.IoModes.Count == 0 ? "-" : string.Join(' ', group.IoModes), group.Health, string.Join("; ", group.Reasons),
        ];
        var key = $"{group.CopyGroup} {group.Technology} {group.Array}";
        var text = string.Join('|', cells) + string.Join('|', group.Pairs ?? []);
        if (before is not null && before.TryGetValue(key, out var last) && last == text)
            return;
        if (before is not null)
            before[key] = text;
        Row(cells, group.Health switch { "critical" => call.Ink.Bad, "warning" or "unknown" => call.Ink.Warn, _ => null });
        foreach (var pair in group.Pairs ?? [])
            call.Out.WriteLine(SinkText.Line(
                $"  {pair.Pair}  {pair.PvolLdev?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "?"} -> {pair.SvolLdev?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-"}  "
                + $"{pair.PvolStatus}/{pair.SvolStatus}{(pair.Copied is { } percent ? $"  {percent} %" : "")}{(pair.SplitTime is { } at ? $"  {at}" : "")}"));
        if (++_written == 1)
            call.Terminal.Out.Flush();
    }

    public void End(PairsAnswer answer, PairsCount count)
    {
        if (before is not null && _written == 0)
            return;
        foreach (var trouble in answer.Troubles)
            call.Out.WriteLine(SinkText.Line($"? {trouble.Array}: {trouble.What} could not be read: {trouble.Problem}"));
        call.Out.WriteLine(SinkText.Line($"{count.Health.Word()}: {count.Summary}"));
    }

    private void Row(string[] cells, Func<string, string>? paint)
    {
        var line = string.Concat(cells.Select((c, i) => i < Widths.Length ? SinkText.Line(c).PadRight(Widths[i]) + (c.Length >= Widths[i] ? " " : "") : SinkText.Line(c))).TrimEnd();
        call.Out.WriteLine(paint is null ? line : paint(line));
    }
}
