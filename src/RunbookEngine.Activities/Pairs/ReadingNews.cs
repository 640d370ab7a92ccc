using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Activities.Pairs;

/// <summary>What of a reading is worth an event: a status that changed, or a copy that went on by ten percent.</summary>
internal static class ReadingNews
{
    private const int Coarse = 10;

    public static IReadOnlyList<PairReading> Of(RunState run, IEnumerable<PairReading> now) =>
        [.. now.Where(reading => run.Pairs.GetValueOrDefault(RunState.PairKey(reading)) is not { } before || IsNews(before, reading))];

    /// <summary>Statuses or progress moved at all, for whoever watches for a standstill.</summary>
    public static bool Moved(PairReading before, PairReading now) =>
        StatusesDiffer(before, now) || before.Progress != now.Progress;

    private static bool IsNews(PairReading before, PairReading now) =>
        StatusesDiffer(before, now) || (now.SplitTime is not null && now.SplitTime != before.SplitTime)
        || (now.Progress is { } percent && percent / Coarse != (before.Progress ?? 0) / Coarse);

    private static bool StatusesDiffer(PairReading before, PairReading now) =>
        (before.PvolStatus, before.SvolStatus, before.PvolArray) != (now.PvolStatus, now.SvolStatus, now.PvolArray);
}
