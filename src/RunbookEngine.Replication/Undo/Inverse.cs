using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Replication.Waits;
using static RunbookEngine.Replication.States.PairCondition;

namespace RunbookEngine.Replication.Undo;

/// <summary>Finds the way back from what an operation did to a pair.</summary>
public static class Inverse
{
    private const string Decide = "a person decides which side's data counts";

    /// <summary>How the pair gets back from <paramref name="now"/> to the status it had in <paramref name="before"/>, after
    /// <paramref name="done"/> was asked of it and may have had all, part or none of its effect. A pair that was on its way somewhere
    /// is brought to where it was going.</summary>
    /// <param name="accepted">The array is known to have accepted <paramref name="done"/>: statuses as before then mean that its
    /// effect does not show yet (a UR split drains the journal in PAIR). False when that is not known.</param>
    public static UndoPlan Of(PairState before, PairOperation done, PairState now, bool accepted = false)
    {
        var expected = StatusModel.Predict(before, done) as Prediction.Accepted;
        var seen = expected is not null && (accepted || (now.Condition == Unclear && !now.Matches(before)))
            ? now.Remembering(expected.Final).Remembering(expected.Intermediate)
            : now;
        if (expected is not null && expected.Final.Matches(before) && Destroys(done))
        {
            return new UndoPlan.Impossible(
                $"the statuses are the same before and after {done.Action}, and data may have been replaced", "compare the data");
        }

        var target = TargetOf(before);
        if (seen.Matches(before) || seen.Matches(target))
        {
            return new UndoPlan.NotNeeded($"the pair is in {now.P}/{now.S}, as before");
        }

        return Forbidden(done, target, seen) ?? Route(before, target, seen);
    }

    private static bool Destroys(PairOperation done) => done.Action == PairAction.Restore || done is { Action: PairAction.Resync, AutoSplit: true };

    /// <summary>What has no way back that a program may take by itself.</summary>
    private static UndoPlan.Impossible? Forbidden(PairOperation done, PairState target, PairState now) => (done.Action, target.Condition) switch
    {
        (PairAction.Restore, _) => new("the restore overwrote the P-VOL", "restore from another copy"),
        (PairAction.Clone, _) => new("a clone ends its pair", "delete the clone volume and create the pair again"),
        (PairAction.Delete, _) => new("a deleted pair is gone, and its differential with it", "create the pair again: a full copy"),
        (PairAction.Takeover, _) => new("a takeover decides which side has the data that counts", $"{Decide}: swap resync keeps the S-VOL's"),
        (PairAction.Split, _) when done.SvolOperationMode is not null =>
            new($"a split with svolOperationMode {done.SvolOperationMode} decides which side has the data that counts", Decide),
        (_, TakenOver or TakenOverUnseen) => new("the pair was taken over before (SSWS): the way from there leads forward only", Decide),
        (_, Suspended or SuspendedFenced or SuspendedUnseen or SuspendedUnseenFenced or SuspendedBySvol or SuspendedFull or DeletedAtSvol
            or Blocked or StandbyBroken) => new("the pair was suspended by an error before, and an error is not brought back", "leave it as it is"),
        (_, not Simplex) when now.IsSimplex => new("the pair no longer exists", "create the pair again: a full copy"),
        _ => null,
    };

    private static UndoPlan Route(PairState before, PairState target, PairState now)
    {
        var settled = now.Possible.Select(c => StatusModel.Settle(now with { Condition = c })).DistinctBy(s => s.Condition).ToList();
        // What the pair is doing decides the way; alternatives that need the same operations are no obstacle.
        var plans = settled.Select(s => Walk(before, target, now, s)).ToList();
        return plans switch
        {
            [] => new UndoPlan.Impossible($"no status table has {now.P}/{now.S}", "read the pair again"),
            [var only] => only,
            _ when plans.All(p => p is UndoPlan.Possible possible && SameSteps(possible, plans[0])) => plans[0],
            _ => new UndoPlan.Impossible($"{now.P}/{now.S} does not say what the pair is doing", "wait until it has settled and ask again"),
        };
    }

    private static bool SameSteps(UndoPlan.Possible one, UndoPlan other) =>
        other is UndoPlan.Possible two && one.Steps.Select(s => s.Operation).SequenceEqual(two.Steps.Select(s => s.Operation));

    private static UndoPlan Walk(PairState before, PairState target, PairState now, PairState settled)
    {
        List<UndoStep> steps = [];
        List<string> warnings = [.. UndoRoutes.Warnings(before, target, settled)];
        // Deleting needs no patience; everything else waits until the pair has settled.
        var waits = settled.Condition != now.Condition && !target.IsSimplex && now.Condition != Unclear;
        var at = waits || now.Condition == Unclear ? settled : now;
        foreach (var operation in UndoRoutes.Between(target, at))
        {
            if (StatusModel.Predict(at, operation) is not Prediction.Accepted accepted)
            {
                return new UndoPlan.Impossible(
                    $"the way back needs {operation.Action} in {at.P}/{at.S}: {Reason(StatusModel.Predict(at, operation))}", Decide);
            }

            var first = waits && steps.Count == 0 ? WaitGoal.For(now.Technology, [settled.P, settled.S]) : null;
            steps.Add(new(operation, first, WaitGoal.NaturalEnd(now.Technology, operation), accepted.Copy));
            warnings.AddRange(accepted.Warnings);
            at = accepted.Final;
        }

        return steps.Count > 0 && at.Matches(target)
            ? new UndoPlan.Possible(steps, at, [.. warnings.Distinct()])
            : new UndoPlan.Impossible($"no way leads from {now.P}/{now.S} back to {target.P}/{target.S}", Decide);
    }

    /// <summary>Where the pair was, or where it was going; the first row where the statuses fit several.</summary>
    private static PairState TargetOf(PairState before) =>
        before.Possible is [var first, ..] ? StatusModel.Settle(before with { Condition = first }) : before;

    private static string Reason(Prediction prediction) => prediction switch
    {
        Prediction.Rejected rejected => rejected.Why,
        Prediction.NothingHappens nothing => nothing.Why,
        Prediction.Uncertain uncertain => uncertain.Why,
        _ => "",
    };
}
