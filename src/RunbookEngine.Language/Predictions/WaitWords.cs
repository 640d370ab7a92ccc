using RunbookEngine.Plans;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Replication.Waits;

namespace RunbookEngine.Language.Predictions;

/// <summary>From the words of a wait to the goal of the status model.</summary>
internal static class WaitWords
{
    /// <summary>What <c>failOn</c> holds when nobody wrote it; the technology's own list takes its place.</summary>
    private static readonly string[] DefaultFailOn = ["PSUE"];

    public static WaitGoal Goal(WaitPlan wait, WaitGoal naturalEnd)
    {
        var failOn = FailOn(wait.FailOn);
        return !wait.For.IsEmpty ? WaitGoal.For(naturalEnd.Technology, Statuses(wait.For), failOn)
            : failOn is null ? naturalEnd
            : naturalEnd with { FailOn = [.. failOn.Where(f => !naturalEnd.Ends.Any(e => e.P.Contains(f) || e.S.Contains(f)))] };
    }

    public static WaitGoal For(Technology technology, IReadOnlyList<string> statuses, IReadOnlyList<string> failOn) =>
        WaitGoal.For(technology, Statuses(statuses), FailOn(failOn));

    public static List<PairStatus> Statuses(IEnumerable<string> words) =>
        [.. words.Select(w => Enum.TryParse<PairStatus>(w.Trim(), out var status) ? status : PairStatus.Unknown).Where(s => s != PairStatus.Unknown)];

    private static List<PairStatus>? FailOn(IEnumerable<string> words)
    {
        var list = words.ToList();
        return list.SequenceEqual(DefaultFailOn) ? null : Statuses(list);
    }
}
