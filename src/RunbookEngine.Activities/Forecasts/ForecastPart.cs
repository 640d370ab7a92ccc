using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Waits;

namespace RunbookEngine.Activities.Forecasts;

/// <summary>What an operation would do to one pair.</summary>
internal sealed record ForecastPart(
    string Pair, ForecastVerdict Verdict, PairState Before, PairState During, PairState After, string? Why, string? Copy, IReadOnlyList<string> Warnings)
{
    public static ForecastPart Of(string pair, PairState state, PairOperation operation, WaitGoal end)
    {
        if (end.Judge(state, state.PvolArray) is WaitStanding.Met or WaitStanding.MetWithWarning)
            return new(pair, ForecastVerdict.NotNeeded, state, state, state, "the pairs are there already", null, []);
        return From(pair, state, StatusModel.Predict(state, operation));
    }

    private static ForecastPart From(string pair, PairState state, Prediction prediction) => prediction switch
    {
        Prediction.Accepted done => new(pair, ForecastVerdict.Accepted, state, done.Intermediate, done.Final, null, Word(done.Copy), done.Warnings),
        Prediction.NothingHappens nothing => new(pair, ForecastVerdict.NothingHappens, state, state, state, nothing.Why, null, []),
        Prediction.Rejected rejected => new(pair, ForecastVerdict.Rejected, state, state, state, rejected.Why, null, []),
        // The walk goes on with the first end that changes something; the reader is told that it is one of several.
        Prediction.Uncertain open when open.Possible.OfType<Prediction.Accepted>().FirstOrDefault() is { } done =>
            new(pair, ForecastVerdict.Uncertain, state, done.Intermediate, done.Final, open.Why, Word(done.Copy), done.Warnings),
        Prediction.Uncertain open => new(pair, ForecastVerdict.Uncertain, state, state, state, open.Why, null, []),
        _ => throw new InvalidOperationException($"a {prediction.GetType().Name} is no prediction"),
    };

    private static string Word(CopyKind copy) => copy.ToString().ToLowerInvariant();
}
