using RunbookEngine.Replication.Predictions;

namespace RunbookEngine.Activities.Pairs;

/// <summary>Where a pair stands before an operation.</summary>
internal enum PairNeed
{
    /// <summary>It is where the operation ends.</summary>
    None,

    /// <summary>It is on its way there; nothing is sent.</summary>
    Wait,

    /// <summary>The operation is needed.</summary>
    Act,

    /// <summary>The operation cannot bring it there.</summary>
    Refused,
}

/// <param name="Why">Of a refusal.</param>
internal sealed record PairDecision(SeenPair Pair, PairNeed Need, Prediction Prediction, string? Why = null);
