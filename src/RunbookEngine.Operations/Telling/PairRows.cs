using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Telling;

/// <summary>The pairs a run has met, one row each, as they were last read.</summary>
public static class PairRows
{
    /// <summary>A remote pair may have been read from both arrays: the reading of the array that the run's target names counts,
    /// and what it does not say is taken from the other one.</summary>
    public static IReadOnlyList<PairReading> Of(RunState run) => Of(run.Plan, run.Pairs.Values);

    /// <summary>The same of some readings only.</summary>
    public static IReadOnlyList<PairReading> Of(Plan plan, IEnumerable<PairReading> readings)
    {
        var asked = plan.Targets.Select(t => t.Array).ToHashSet();
        return [.. readings
            .GroupBy(p => (p.CopyGroup, p.Pair, Home: p.PvolArray is null ? p.Array : ""))
            .Select(of => Merge([.. of.OrderByDescending(r => asked.Contains(r.Array))]))
            .OrderBy(p => p.CopyGroup, StringComparer.Ordinal).ThenBy(p => p.Pair, StringComparer.Ordinal)];
    }

    private static PairReading Merge(IReadOnlyList<PairReading> readings) => readings[0] with
    {
        PvolStatus = readings.Select(r => r.PvolStatus).FirstOrDefault(s => s.Length > 0, ""),
        SvolStatus = readings.Select(r => r.SvolStatus).FirstOrDefault(s => s.Length > 0, ""),
        Progress = readings[0].Progress ?? readings.Select(r => r.Progress).FirstOrDefault(p => p is not null),
    };
}
