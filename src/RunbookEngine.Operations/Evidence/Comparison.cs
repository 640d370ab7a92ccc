using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Evidence;

/// <summary>A step as it was foreseen and as it went.</summary>
/// <param name="Took">Null: it did not end.</param>
/// <param name="Bytes">Foreseen at most, where sizes were known; no array tells how much was copied.</param>
/// <param name="Deviation">What lies beyond the bound; null: nothing does.</param>
public sealed record StepComparison(
    StepKey Step, TimeSpan? Expected, TimeSpan? Slowest, bool FromHistory, TimeSpan? Took, long? Bytes, string? ExpectedStatuses, string? Statuses, string? Deviation);

/// <summary>A run held against what was foreseen when it started.</summary>
/// <param name="Missing">Why there is nothing to compare; null when there is.</param>
public sealed record Comparison(TimeSpan? Expected, TimeSpan? Slowest, TimeSpan? Took, int Uncounted, IReadOnlyList<StepComparison> Steps, string? Missing)
{
    /// <summary>A step may take this much longer than expected before that is a finding, where nothing bounds it.</summary>
    private const double Factor = 2;

    /// <summary>… and no shorter excess counts: commands and requests vary by seconds.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(30);

    public static Comparison Of(RunState run, IReadOnlyList<Happening> happenings)
    {
        var took = run.EndedAt - run.StartedAt;
        if (run.Forecast is not { } forecast)
            return new(null, null, took, 0, [], "nothing was foreseen when the run was started: an earlier version started it, or another run called it");
        var ends = Ends(happenings, forecast.Steps.Where(l => l.Statuses is not null).Select(l => StepKey.Parse(l.Step)).ToHashSet());
        return new(Span(forecast.ExpectedSeconds), Span(forecast.SlowestSeconds), took, forecast.Uncounted, [.. forecast.Steps.Select(l => Of(run, l, ends))], null);
    }

    private static StepComparison Of(RunState run, ForecastLine line, Dictionary<StepKey, IReadOnlyDictionary<string, string>> ends)
    {
        var key = StepKey.Parse(line.Step);
        var state = run.Step(key);
        TimeSpan? took = state is { StartedAt: { } from, EndedAt: { } to } ? to - from : null;
        var (expected, slowest) = (Span(line.ExpectedSeconds), Span(line.SlowestSeconds));
        var reached = ends.GetValueOrDefault(key);
        var others = (line.Statuses ?? new Dictionary<string, string>()).Where(s => reached is not null && reached.TryGetValue(s.Key, out var now) && now != s.Value).ToList();
        var late = took is { } span && expected is { } wanted && span > Bound(wanted, slowest, line.FromHistory) ? $"took {Spans.Text(span)} where {Spans.Text(wanted)} was expected" : null;
        var strange = others.Count == 0 ? null : $"{others[0].Key} ended in {reached![others[0].Key]} where {others[0].Value} was foreseen{(others.Count > 1 ? $", and {others.Count - 1} more" : "")}";
        return new(key, expected, slowest, line.FromHistory, took, line.Bytes, Folded(line.Statuses), Folded(reached), late is null ? strange : strange is null ? late : $"{late}; {strange}");
    }

    /// <summary>A median of earlier runs has no slowest; a copy has one, and what lies beyond it is a deviation.</summary>
    private static TimeSpan Bound(TimeSpan expected, TimeSpan? slowest, bool history)
    {
        var factor = expected * Factor > expected + Least ? expected * Factor : expected + Least;
        return !history && slowest is { } slow && slow > TimeSpan.Zero && slow < factor ? slow + Least : factor;
    }

    /// <summary>Statuses of the pairs of some steps when each of these succeeded, by copy group.</summary>
    private static Dictionary<StepKey, IReadOnlyDictionary<string, string>> Ends(IReadOnlyList<Happening> happenings, HashSet<StepKey> wanted)
    {
        var groups = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        var touched = new Dictionary<StepKey, HashSet<string>>();
        var ends = new Dictionary<StepKey, IReadOnlyDictionary<string, string>>();
        foreach (var h in happenings)
        {
            var readings = h.Event switch { PairsRead { Upstream: null } read => read.Pairs, OperationIntended intended => intended.Before, CheckpointReached reached => reached.Pairs, _ => [] };
            foreach (var pair in readings)
            {
                if (!groups.TryGetValue(pair.CopyGroup, out var pairs))
                    groups[pair.CopyGroup] = pairs = new Dictionary<string, string>(StringComparer.Ordinal);
                pairs[RunState.PairKey(pair)] = pair.Statuses;
                if (h.Event is StepEvent step && wanted.Contains(step.Step))
                    (touched.TryGetValue(step.Step, out var set) ? set : touched[step.Step] = new HashSet<string>(StringComparer.Ordinal)).Add(pair.CopyGroup);
            }

            if (h.Event is StepSucceeded succeeded && touched.TryGetValue(succeeded.Step, out var own))
                ends[succeeded.Step] = own.ToDictionary(g => g, g => string.Join(", ", groups[g].Values.Distinct().Order(StringComparer.Ordinal)));
        }

        return ends;
    }

    private static string? Folded(IReadOnlyDictionary<string, string>? statuses) =>
        statuses is not { Count: > 0 } ? null : string.Join(", ", statuses.GroupBy(s => s.Value).Select(g => statuses.Count == 1 ? g.Key : $"{g.Count()} {(g.Count() == 1 ? "group" : "groups")} {g.Key}"));

    private static TimeSpan? Span(double? seconds) => seconds is { } s ? TimeSpan.FromSeconds(s) : null;
}
