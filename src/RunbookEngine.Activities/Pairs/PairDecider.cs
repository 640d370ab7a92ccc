using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Replication.Waits;

namespace RunbookEngine.Activities.Pairs;

/// <summary>From one reading of a pair to what it needs. Pure.</summary>
internal static class PairDecider
{
    /// <param name="pair">As read just now, with what this step remembers of it.</param>
    /// <param name="memory">What this step has asked of the pair before.</param>
    public static PairDecision Decide(SeenPair pair, PairOperation operation, WaitGoal end, PairMemory memory)
    {
        var state = memory.Recall(pair.State);
        var prediction = StatusModel.Predict(state, operation);
        var standing = end.Judge(state, memory.PvolArrayAtStart ?? state.PvolArray);
        if (standing is WaitStanding.Met or WaitStanding.MetWithWarning)
        {
            return IsReadOnly(pair, operation)
                ? new PairDecision(pair, PairNeed.Refused, prediction, "this run has split it read only, and a second split does not change that; resync it first")
                : new PairDecision(pair, PairNeed.None, prediction);
        }
        if (memory.AskedInThisAttempt)
        {
            return new PairDecision(pair, PairNeed.Wait, prediction);
        }
        return prediction switch
        {
            Prediction.Accepted => new PairDecision(pair, PairNeed.Act, prediction),
            Prediction.NothingHappens nothing when standing == WaitStanding.OnTheWay && IsMoving(state, end) =>
                new PairDecision(pair, PairNeed.Wait, nothing),
            Prediction.NothingHappens nothing => new PairDecision(pair, PairNeed.Refused, nothing, nothing.Why),
            Prediction.Uncertain { Possible.Count: > 0 } open when open.Possible.Any(p => p is Prediction.Accepted or Prediction.Uncertain) =>
                new PairDecision(pair, PairNeed.Act, open),
            Prediction.Uncertain { Possible.Count: > 0 } open when open.Possible.Any(p => p is Prediction.NothingHappens) && IsMoving(state, end) =>
                new PairDecision(pair, PairNeed.Wait, open),
            Prediction.Uncertain open => new PairDecision(pair, PairNeed.Refused, open, open.Why),
            Prediction.Rejected rejected => new PairDecision(pair, PairNeed.Refused, rejected, rejected.Why),
            _ => throw new InvalidOperationException($"a {prediction.GetType().Name} is no prediction"),
        };
    }

    private static bool IsReadOnly(SeenPair pair, PairOperation operation) =>
        operation is { Action: PairAction.Split, SvolAccess: HostAccess.ReadWrite } && pair.Reading.SvolAccess == "r";

    /// <summary>What the pair is doing ends, or may end, where the operation ends.</summary>
    private static bool IsMoving(PairState state, WaitGoal end) => Outlook.WillBecomeByItself(state, end, state.PvolArray);
}
