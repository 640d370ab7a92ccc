using RunbookEngine.Activities.Steps;
using RunbookEngine.Plans;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Replication.Waits;

namespace RunbookEngine.Activities.Pairs;

/// <summary>From the words of a wait to the goal of the status model.</summary>
internal static class PairGoals
{
    /// <summary>What <c>failOn</c> holds when nobody wrote it; the technology's own list takes its place.</summary>
    private static readonly string[] DefaultFailOn = ["PSUE"];

    public static WaitGoal Of(WaitPlan wait, WaitGoal naturalEnd)
    {
        var failOn = wait.FailOn.SequenceEqual(DefaultFailOn) ? null : Words("failOn", wait.FailOn);
        return wait.For.Length > 0 ? WaitGoal.For(naturalEnd.Technology, Words("for", wait.For), failOn)
            : failOn is null ? naturalEnd
            : naturalEnd with { FailOn = [.. failOn.Where(f => !naturalEnd.Ends.Any(e => e.P.Contains(f) || e.S.Contains(f)))] };
    }

    public static WaitGoal For(Technology technology, IReadOnlyList<string> statuses, IReadOnlyList<string> failOn) =>
        WaitGoal.For(technology, Words("status", statuses), failOn.SequenceEqual(DefaultFailOn) ? null : Words("failOn", failOn));

    private static List<PairStatus> Words(string argument, IEnumerable<string> words) =>
    [
        .. words.Select(w => PairStates.Status(w.Trim()) is var status and not PairStatus.Unknown
            ? status : throw new InvalidArgumentsException(
            $"'{argument}' holds '{w}', which is no pair status (PAIR, COPY, PSUS, SSUS, PSUE, SSWS ...)")),
    ];
}
