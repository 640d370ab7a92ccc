using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Undo;
using RunbookEngine.Replication.Waits;

namespace RunbookEngine.Activities.Pairs;

/// <summary>Whether pairs show that a request took effect, judged by their states before and now. Pure.</summary>
internal static class Effects
{
    /// <returns>True: it shows. False: it does not. Null: this pair had nothing to show, the request leaves it alone.</returns>
    public static bool? Shows(PairState before, PairState now, PairOperation operation)
    {
        var expected = Expected(before, operation).ToList();
        if (expected.Count == 0)
        {
            return null;
        }
        if ((before.P, before.S, before.PvolArray) == (now.P, now.S, now.PvolArray))
        {
            return false;
        }
        var end = WaitGoal.NaturalEnd(before.Technology, operation).Judge(now, before.PvolArray);
        return end is WaitStanding.Met or WaitStanding.MetWithWarning
            || expected.Any(e => Alike(e.Intermediate, now, before) || Alike(e.Final, now, before));
    }

    /// <summary>From the moment the array works on it the statuses differ from those before.</summary>
    public static bool ShowAtOnce(PairState before, PairOperation operation) => Expected(before, operation).ToList() is { Count: > 0 } expected
        && expected.All(e => (e.Intermediate.P, e.Intermediate.S, e.Intermediate.PvolArray) != (before.P, before.S, before.PvolArray));

    /// <summary>The request may be sent to this pair again although the first may have arrived.</summary>
    public static bool MayRepeat(PairState before, PairOperation operation) => Repeatability.Of(before, operation).IsSafe;

    private static bool Alike(PairState expected, PairState now, PairState before) =>
        (expected.P, expected.S) == (now.P, now.S) && expected.PvolArray == before.PvolArray == (now.PvolArray == before.PvolArray);

    private static IEnumerable<Prediction.Accepted> Expected(PairState before, PairOperation operation) =>
        StatusModel.Predict(before, operation) switch
        {
            Prediction.Accepted accepted => [accepted],
            Prediction.Uncertain open => open.Possible.OfType<Prediction.Accepted>(),
            _ => [],
        };
}
