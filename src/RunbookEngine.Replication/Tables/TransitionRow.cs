using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;

namespace RunbookEngine.Replication.Tables;

/// <summary>One row of a transition table: what an accepted operation does to a pair.</summary>
/// <param name="Via">What the pair is while the operation runs; null when it gets there at once.</param>
/// <param name="Ends">What the end waits for.</param>
internal sealed record TransitionRow(
    IReadOnlyList<OperationForm> Forms, IReadOnlyList<PairCondition> From, PairCondition? Via, PairCondition To,
    CopyKind Copy, string Ends, Source Source)
{
    /// <summary>P-VOL and S-VOL exchange their roles before the copy.</summary>
    public bool Swaps { get; init; }

    /// <summary>What the operation does while the arrays cannot reach each other.</summary>
    public WithoutPaths WithoutPaths { get; init; }

    /// <summary>What a person should know before doing this.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>What an operation does while the paths between the arrays are down.</summary>
internal enum WithoutPaths
{
    /// <summary>Refused: it needs the other array.</summary>
    Refused,

    /// <summary>The same: it needs one array only.</summary>
    Same,

    /// <summary>The S-VOL is taken over; the P-VOL keeps its status because nobody can tell it.</summary>
    TakesOver,

    /// <summary>The side asked changes, the other learns of it later or never; the manual does not say how it looks.</summary>
    Unclear,
}
