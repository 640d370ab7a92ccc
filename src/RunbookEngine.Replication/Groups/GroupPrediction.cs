using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;

namespace RunbookEngine.Replication.Groups;

/// <summary>What one group request would do to each member. The array walks the members: one that is refused fails the job,
/// and those before it have changed.</summary>
/// <param name="Members">Each pair with its prediction, in the order given.</param>
public sealed record GroupPrediction(IReadOnlyList<(PairState Pair, Prediction Prediction)> Members)
{
    public int Accepted => Members.Count(m => m.Prediction is Prediction.Accepted);

    public int Ignored => Members.Count(m => m.Prediction is Prediction.NothingHappens);

    public int Refused => Members.Count(m => m.Prediction is Prediction.Rejected);

    public int Uncertain => Members.Count(m => m.Prediction is Prediction.Uncertain);

    /// <summary>Some members would change and others be refused: the group ends mixed, and the job fails.</summary>
    public bool BreaksHalfWay => Refused > 0 && Accepted > 0;

    /// <summary>No member would change and none is refused: the job succeeds and proves nothing.</summary>
    public bool DoesNothing => Members.Count > 0 && Ignored == Members.Count;

    /// <summary>The most data any member copies.</summary>
    public CopyKind Copy =>
        Members.Select(m => m.Prediction is Prediction.Accepted accepted ? accepted.Copy : CopyKind.None).DefaultIfEmpty().Max();

    /// <summary>Equal pairs are predicted once, so a large uniform group costs as much as one pair.</summary>
    public static GroupPrediction Of(IEnumerable<PairState> pairs, PairOperation operation)
    {
        var known = new Dictionary<PairState, Prediction>();
        return new([.. pairs.Select(pair => (pair, known.TryGetValue(pair, out var same) ? same : known[pair] = StatusModel.Predict(pair, operation)))]);
    }
}
