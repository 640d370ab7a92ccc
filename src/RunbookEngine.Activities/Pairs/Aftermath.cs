using RunbookEngine.Journal;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Waits;
using RunbookEngine.Runs;

namespace RunbookEngine.Activities.Pairs;

/// <summary>A pair on which the array has accepted an operation of an earlier step that is not over yet. What such a pair shows says nothing
/// about where it will be: a Universal Replicator split drains the journal in PAIR, ShadowImage says COPY for a split and for a resync.</summary>
/// <param name="Operation">The earlier one.</param>
internal sealed record Aftermath(string Pair, PairOperation Operation)
{
    /// <summary>The pairs that must come to the end of an earlier operation before this one can be asked for.</summary>
    public static IReadOnlyList<Aftermath> Of(StepContext step, SeenGroup seen, PairOperation next) =>
        [.. seen.Pairs.Select(pair => Of(step, seen.Unit, pair, next)).OfType<Aftermath>()];

    /// <summary>The last journalled reading differs from the one before the operation: its effect was seen once.</summary>
    public static bool HasShown(RunState run, PairReading before) =>
        Last(run, before) is { } last && (last.PvolStatus, last.SvolStatus, last.PvolArray) != (before.PvolStatus, before.SvolStatus, before.PvolArray);

    private static Aftermath? Of(StepContext step, PairUnit unit, SeenPair pair, PairOperation next)
    {
        var earlier = step.State.Steps.Values.SelectMany(s => s.Operations)
            .Where(o => o.Result == OperationResult.Done && UnitOperations.Concerns(o, unit) && o.Intent.Before.Any(b => b.Pair == pair.Name))
            .MaxBy(o => o.Sequence);
        if (earlier is null || earlier.Intent.Step == step.Key)
        {
            return null;
        }
        var (reading, operation) = (earlier.Intent.Before.First(b => b.Pair == pair.Name), OperationText.Read(earlier.Intent));
        return IsUnderWay(step.State, unit, reading, operation, pair.State) is { } state && StatusModel.Predict(state, next) is not Prediction.Accepted
            ? new Aftermath(pair.Name, operation)
            : null;
    }

    /// <returns>What the pair is doing; null when the earlier operation is over, or was never going to change this pair.</returns>
    private static PairState? IsUnderWay(RunState run, PairUnit unit, PairReading reading, PairOperation operation, PairState now)
    {
        var before = PairStates.State(unit.Technology, reading);
        var end = WaitGoal.NaturalEnd(unit.Technology, operation);
        if (StatusModel.Predict(before, operation) is not Prediction.Accepted expected
            || end.Judge(now, before.PvolArray) != WaitStanding.OnTheWay || HasEnded(run, unit, reading, end, before))
        {
            return null;
        }
        var isSilent = Effects.Shows(before, now, operation) == false;
        return isSilent && HasShown(run, reading) ? null : now.Remembering(expected.Final).Remembering(expected.Intermediate);
    }

    private static bool HasEnded(RunState run, PairUnit unit, PairReading reading, WaitGoal end, PairState before) =>
        Last(run, reading) is { } last && HasShown(run, reading)
        && end.Judge(PairStates.State(unit.Technology, last), before.PvolArray) is WaitStanding.Met or WaitStanding.MetWithWarning;

    private static PairReading? Last(RunState run, PairReading of) => run.Pairs.GetValueOrDefault(RunState.PairKey(of));
}
