using System.Globalization;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Activities.Pairs;

/// <summary>How far apart the copy groups of one step were split.</summary>
/// <param name="Span">Between the first and the last: exact where the arrays tell when they split, else at most this.</param>
/// <param name="Source"><c>array</c>: the arrays' own split times; <c>requests</c>: from before the first request left until after the last one was done.</param>
internal sealed record SplitSkew(TimeSpan Span, string Source, string First, string Last)
{
    /// <summary>An array writes its split times in whole seconds.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromSeconds(1);

    public object ToJson() => new { milliseconds = (long)Span.TotalMilliseconds, source = Source, first = First, last = Last };

    public override string ToString() => Source == "array"
        ? string.Create(CultureInfo.InvariantCulture, $"{Span.TotalSeconds:0.###} s by the arrays' split times ({First} first, {Last} last)")
        : string.Create(CultureInfo.InvariantCulture, $"at most {Span.TotalSeconds:0.###} s ({First} first, {Last} last; from sending the first request to the end of the last)");

    /// <summary>Null when fewer than two copy groups were split.</summary>
    public static SplitSkew? Of(StepContext step, IReadOnlyList<PairUnit> units, IReadOnlyList<PairReading> after)
    {
        var asked = units.Select(u => (Unit: u, Done: Requests(step, u))).Where(u => u.Done.Count > 0).ToList();
        if (asked.Count < 2)
        {
            return null;
        }
        var told = asked.SelectMany(u => after.Where(p => p.Array == u.Unit.Target.Array && p.CopyGroup == u.Unit.Group.Name && u.Unit.Covers(p.Pair)))
            .Select(p => (p.CopyGroup, p.Array, At: Time(p.SplitTime))).ToList();
        // Two arrays have two clocks, which nobody has compared.
        if (told.Count > 0 && told.All(t => t.At is not null) && told.Select(t => t.Array).Distinct().Count() == 1)
        {
            var (first, last) = (told.MinBy(t => t.At), told.MaxBy(t => t.At));
            var apart = last.At!.Value - first.At!.Value;
            return new SplitSkew(apart == TimeSpan.Zero ? apart : apart + Grain, "array", first.CopyGroup, last.CopyGroup);
        }
        var begins = asked.MinBy(u => u.Done.Min(o => o.IntendedAt));
        var ends = asked.OrderByDescending(u => End(u.Done)).ThenBy(u => u.Unit == begins.Unit).First();
        return new SplitSkew(End(ends.Done) - begins.Done.Min(o => o.IntendedAt), "requests", begins.Unit.Group.Name, ends.Unit.Group.Name);
    }

    private static DateTimeOffset End(IReadOnlyList<OperationRecord> done) => done.Max(o => o.ConcludedAt ?? o.IntendedAt);

    /// <summary>The requests of this step that may have split something there, those of earlier attempts included.</summary>
    public static IReadOnlyList<OperationRecord> Requests(StepContext step, PairUnit unit) =>
        [.. UnitOperations.Of(step, unit).Where(o => o.Result is not (OperationResult.NoEffect or OperationResult.SetAside))];

    private static DateTime? Time(string? text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
