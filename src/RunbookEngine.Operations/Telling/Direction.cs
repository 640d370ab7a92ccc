using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Telling;

/// <summary>Which way pairs replicate, from where their P-VOLs are and not from how a target is written.</summary>
public static class Direction
{
    /// <summary><c>tokyo > osaka</c>: the P-VOL is on the first and goes to the second.</summary>
    public static string Of(string pvolArray, string svolArray) => $"{pvolArray} > {svolArray}";

    /// <returns>Both ways when the pairs differ; null inside one array, or while no pair was read.</returns>
    public static string? Of(PlanTarget target, IEnumerable<PairReading> pairs) => Joined(pairs.Select(p => Of(target, p)));

    /// <summary>Of pairs that may belong to several targets.</summary>
    public static string? Of(Plan plan, IEnumerable<PairReading> pairs) => Joined(pairs.Select(p => Target(plan, p.Array, p.CopyGroup) is { } target ? Of(target, p) : null));

    /// <summary>Of a copy group of a run, as it was last read.</summary>
    public static string? Of(RunState run, string array, string group) => Target(run.Plan, array, group) is { } target
        ? Of(target, run.Pairs.Values.Where(p => p.CopyGroup == group && (p.Array == target.Array || p.Array == target.RemoteArray))) : null;

    private static string? Of(PlanTarget target, PairReading pair) =>
        target.RemoteArray is not { } remote || pair.PvolStatus == "SMPL" || pair.PvolArray is not { Length: > 0 } pvol ? null
        : Of(pvol, pvol == target.Array ? remote : target.Array);

    private static PlanTarget? Target(Plan plan, string array, string group) =>
        plan.Targets.FirstOrDefault(t => (t.Array == array || t.RemoteArray == array) && (t.CopyGroups ?? []).Any(g => g.Name == group));

    private static string? Joined(IEnumerable<string?> ways) =>
        string.Join(", ", ways.OfType<string>().Distinct().Order(StringComparer.Ordinal)) is { Length: > 0 } all ? all : null;
}
