using System.Globalization;
using System.Text.Json.Nodes;
using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Reports;

/// <summary>What production's data a copy may lack, before and after its takeover.</summary>
/// <param name="When"><c>declaration</c> or <c>takeover</c>.</param>
/// <param name="At">When it was read; null: it was not.</param>
public sealed record RecoveryPointRow(string When, DateTimeOffset? At, LossBound Bound)
{
    public const string Declaration = "declaration";
    public const string Takeover = "takeover";

    /// <summary>By copy group: as declared, then as right after the takeover. Empty where nothing was declared nor taken over.</summary>
    /// <param name="points">The run's figures: a takeover's row tells them where they are tighter than what was read after it.</param>
    public static IReadOnlyList<RecoveryPointRow> Of(RunState run, Evidence.RecoveryPoints? points)
    {
        var declared = run.Declared is { } d ? (d.Declaration.Bounds ?? []).Select(b => new RecoveryPointRow(Declaration, d.At, b)).ToList() : [];
        var taken = run.RecoveryPoints.Values.Select(p => new RecoveryPointRow(Takeover, p.At, With(run, points, p.Bound))).ToList();
        // A takeover of single pairs has bounds of its own, named copy group/pair.
        var missing = declared.Where(b => !taken.Any(t => t.Bound.CopyGroup.Split('/')[0] == b.Bound.CopyGroup))
            .Select(b => new RecoveryPointRow(Takeover, null, new LossBound(b.Bound.CopyGroup, "not taken over by this run")));
        return [.. declared.Concat(taken).Concat(missing).OrderBy(r => r.Bound.CopyGroup, StringComparer.Ordinal).ThenBy(r => r.When, StringComparer.Ordinal)];
    }

    private static LossBound With(RunState run, Evidence.RecoveryPoints? points, LossBound bound)
    {
        var figure = points?.Groups.LastOrDefault(p => p.CopyGroup == bound.CopyGroup.Split('/')[0] && run.Plan.Find(p.Step.Id)?.TakesOver == true);
        return figure?.Age.High is { } high && (bound.Seconds is not { } seconds || high < TimeSpan.FromSeconds(seconds))
            ? bound with { Seconds = high.TotalSeconds, UpTo = figure.DataFrom ?? bound.UpTo, Text = $"{bound.Text}; at most {Spans.Text(high)} by what was read right before the request ({figure.Age.Basis})" }
            : bound;
    }

    public JsonObject ToJson() => new()
    {
        ["copyGroup"] = Bound.CopyGroup,
        ["when"] = When,
        ["at"] = JsonText.Time(At),
        ["bound"] = Bound.Text,
        ["upTo"] = JsonText.Time(Bound.UpTo),
        ["seconds"] = Bound.Seconds,
        ["bytes"] = Bound.Bytes,
    };

    /// <summary>For people: no cell is empty, and what is not known is said to be.</summary>
    public IReadOnlyList<string> Cells(Func<DateTimeOffset, string> time) =>
    [
        Bound.CopyGroup, When, At is { } at ? time(at) : "not read", Bound.Text, Bound.UpTo is { } upTo ? time(upTo) : "not known",
        Number(Bound.Seconds), Number(Bound.Bytes),
    ];

    public static IReadOnlyList<string> Heads { get; } = ["Copy group", "Before or after", "Read", "Bound", "Every write up to", "Seconds at most", "Bytes at most"];

    private static string Number(double? number) => number is { } known ? Math.Ceiling(known).ToString("0", CultureInfo.InvariantCulture) : "not known";
}
