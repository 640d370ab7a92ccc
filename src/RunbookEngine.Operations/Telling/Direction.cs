using RunbookEngine.Journal;
using RunbookEngine.Plans;

namespace RunbookEngine.Operations.Telling;

/// <summary>Which way pairs replicate, from where their P-VOLs are and not from how a target is written.</summary>
public static class Direction
{
    /// <returns><c>tokyo > osaka</c>, both ways when the pairs differ; null inside one array, or while no pair was read.</returns>
    public static string? Of(PlanTarget target, IEnumerable<PairReading> pairs)
    {
        if (target.RemoteArray is not { } remote)
            return null;
        var ways = pairs.Where(p => p.PvolStatus != "SMPL" && p.PvolArray is { Length: > 0 }).Select(p => p.PvolArray!).Distinct().Order(StringComparer.Ordinal)
            .Select(p => $"{p} > {(p == target.Array ? remote : target.Array)}").ToList();
        return ways.Count == 0 ? null : string.Join(", ", ways);
    }

    /// <summary>Of a copy group of a run, as it was last read.</summary>
    public static string? Of(RunbookEngine.Runs.RunState run, string array, string group) =>
        run.Plan.Targets.FirstOrDefault(t => (t.Array == array || t.RemoteArray == array) && (t.CopyGroups ?? []).Any(g => g.Name == group)) is { } target
            ? Of(target, run.Pairs.Values.Where(p => p.CopyGroup == group && (p.Array == target.Array || p.Array == target.RemoteArray))) : null;
}
