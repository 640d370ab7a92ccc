using RunbookEngine.Journal;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Undo;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Replication.Waits;

namespace RunbookEngine.Activities.Pairs;

/// <summary>What one pair needs next to be as it was.</summary>
internal abstract record UndoNeed(SeenPair Pair)
{
    public sealed record Nothing(SeenPair Pair) : UndoNeed(Pair);

    public sealed record Wait(SeenPair Pair, WaitGoal Goal) : UndoNeed(Pair);

    public sealed record Act(SeenPair Pair, PairOperation Operation) : UndoNeed(Pair);

    /// <summary>The two sides do not fit together: one has not heard of the other yet. Looked at again.</summary>
    public sealed record Unclear(SeenPair Pair) : UndoNeed(Pair);

    /// <summary>No way back that a program may take.</summary>
    public sealed record Stuck(SeenPair Pair, string Why, string Instead) : UndoNeed(Pair);

    /// <summary>The way back that the last move was the first step of goes on; planned anew from half-way it may turn round for ever.</summary>
    private static PairOperation? GoOn(PairState before, PairOperation done, PairState start, PairOperation last) =>
        Inverse.Of(before, done, start) is UndoPlan.Possible { Steps: [var first, var second, ..] } && first.Operation == last ? second.Operation : null;

    /// <param name="was">The pair before the step, as journalled.</param>
    /// <param name="done">What the step asked of it.</param>
    /// <param name="unseen">The array did it, and no reading since has shown the effect: it may still come.</param>
    /// <param name="undone">The last thing the undo has asked of it, and the pair before that; null when nothing yet.</param>
    /// <param name="ofEnded">The run had ended before it was taken back.</param>
    public static UndoNeed Of(SeenPair pair, PairReading was, PairOperation done, bool unseen,
        (PairReading Before, PairOperation Operation)? undone, bool ofEnded = false)
    {
        var technology = pair.State.Technology;
        var before = PairStates.State(technology, was);
        var now = pair.State;
        if (undone is { } last)
        {
            var start = PairStates.State(technology, last.Before);
            now = new PairMemory(last.Operation, start, null, AskedInThisAttempt: true).Recall(now);
            var goal = WaitGoal.NaturalEnd(technology, last.Operation);
            if (goal.Judge(now, start.PvolArray) == WaitStanding.OnTheWay)
            {
                return new Wait(pair, goal);
            }
            // A reading names the array of the P-VOL only.
            start = start with { SvolArray = start.PvolArray == now.PvolArray ? now.SvolArray : now.PvolArray };
            if (GoOn(before, done, start, last.Operation) is { } next && StatusModel.Predict(now, next) is Prediction.Accepted)
            {
                return new Act(pair, next);
            }
        }
        else if (unseen || (now.P, now.S) != (before.P, before.S))
        {
            now = StatusModel.Predict(before, done) is Prediction.Accepted expected
                ? now.Remembering(expected.Final).Remembering(expected.Intermediate) : now;
        }
        if (HasNotHeard(now) && (now.P, now.S) != (before.P, before.S))
        {
            return new Unclear(pair);
        }
        var target = before.Possible is [var first, ..] ? StatusModel.Settle(before with { Condition = first }) : before;
        if (!now.Matches(target) && !now.Matches(before) && now.Possible.Count > 0
            && now.Possible.All(c => StatusModel.Settle(now with { Condition = c }).Matches(target)))
        {
            return new Wait(pair, WaitGoal.For(technology, [target.P, target.S]));
        }
        return Inverse.Of(before, done, now, unseen) switch
        {
            UndoPlan.NotNeeded => new Nothing(pair),
            UndoPlan.Possible way when RoleSwap.Refuse(way, done, ofEnded) is { } swap =>
                new Stuck(pair, swap, "bring the roles back by a failback, then skip this undo with a reason"),
            UndoPlan.Possible { Steps: [{ SettleFirst: { } settle }, ..] } => new Wait(pair, settle),
            UndoPlan.Possible { Steps: [var next, ..] } => new Act(pair, next.Operation),
            // What cannot be done while the pair is on its way somewhere may be possible once it has got there.
            UndoPlan.Impossible when Ahead(now) is { Count: > 0 } ahead => new Wait(pair, WaitGoal.For(technology, ahead)),
            UndoPlan.Impossible no => new Stuck(pair, no.Why, no.Instead),
            _ => new Nothing(pair),
        };
    }

    /// <summary>The S-VOL is suspended by an error and the P-VOL's array does not know it yet.</summary>
    private static bool HasNotHeard(PairState now) => now.Technology.IsRemote()
        && now is { P: PairStatus.PAIR or PairStatus.PFUL or PairStatus.COPY, S: PairStatus.PSUE };

    /// <summary>The statuses that what the pair is doing may end in; none when it is at rest.</summary>
    private static List<PairStatus> Ahead(PairState now) =>
        [.. Outlook.Ahead(now).Where(s => (s.P, s.S) != (now.P, now.S)).SelectMany(s => new[] { s.P, s.S }).Distinct()];
}
