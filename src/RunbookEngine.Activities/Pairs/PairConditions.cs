using RunbookEngine.Activities.Steps;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Replication.Waits;

namespace RunbookEngine.Activities.Pairs;

/// <summary>What <c>pair.wait</c> and <c>pair.assert</c> ask of a pair: statuses, the array of the P-VOL, or both.</summary>
/// <param name="Goal">Null when no status is asked for.</param>
/// <param name="PvolAt">Alias; null when the direction does not matter.</param>
/// <param name="UsageBelow">Percent of every journal involved; null when it does not matter.</param>
/// <param name="ReadOnlyAt">Alias of the array whose hosts cannot write to the volumes; null when that does not matter.</param>
internal sealed record PairConditions(WaitGoal? Goal, string? PvolAt, int? UsageBelow, string? ReadOnlyAt = null)
{
    /// <param name="statuses">Wanted; empty for any.</param>
    /// <param name="failOn">Statuses that end a wait.</param>
    public static PairConditions Read(StepArguments arguments, Technology technology, IReadOnlyList<string> statuses,
        IReadOnlyList<string> failOn)
    {
        var conditions = new PairConditions(
            statuses.Count > 0 ? PairGoals.For(technology, statuses, failOn) : null,
            arguments.OptionalText("pvolAt"), arguments.OptionalNumber("journalUsageBelow", 0, 100), arguments.OptionalText("readOnlyAt"));
        if (conditions is { Goal: null, PvolAt: null, UsageBelow: null, ReadOnlyAt: null })
        {
            throw new InvalidArgumentsException($"{arguments.Verb} asks for nothing; give 'status', 'journalUsageBelow', 'pvolAt' or 'readOnlyAt'");
        }
        if (conditions.UsageBelow is not null && technology != Technology.UniversalReplicator)
        {
            throw arguments.Wrong("journalUsageBelow", $"does not belong to {technology.RunbookName()}",
                "used with universal-replicator, whose pairs have journals");
        }
        return conditions;
    }

    public bool AskOfPairs => Goal is not null || PvolAt is not null || ReadOnlyAt is not null;

    /// <summary>Direction, host access and status together: the weakest of them counts.</summary>
    public WaitStanding Judge(PairState state, string pvolArrayAtStart)
    {
        var status = Goal?.Judge(state, pvolArrayAtStart) ?? WaitStanding.Met;
        var there = (PvolAt is null || state.PvolArray == PvolAt) && (ReadOnlyAt is null || !state.MayBeWrittenAt(ReadOnlyAt));
        return there || status is WaitStanding.Failed or WaitStanding.Hopeless ? status : WaitStanding.OnTheWay;
    }

    public bool IsMetBy(PairState state) => Judge(state, state.PvolArray) is WaitStanding.Met or WaitStanding.MetWithWarning;

    public override string ToString() => string.Join(", ", new[]
    {
        Goal?.ToString(), PvolAt is null ? null : $"P-VOL at {PvolAt}", ReadOnlyAt is null ? null : $"not writable at {ReadOnlyAt}", UsageBelow is null ? null : $"journal usage below {UsageBelow} %",
    }.Where(c => c is not null));
}
