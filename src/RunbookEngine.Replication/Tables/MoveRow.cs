using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Replication.Tables;

/// <summary>What a pair becomes by itself when what runs comes to its end. The first is the plain end.</summary>
internal sealed record MoveRow(PairCondition From, IReadOnlyList<PairCondition> To);

/// <summary>What a pair becomes when something happens to it that nobody asked for.</summary>
internal sealed record EventRow(PairEvent Event, IReadOnlyList<PairCondition> From, PairCondition To, Source Source)
{
    /// <summary>Fence levels the row belongs to; empty is all.</summary>
    public IReadOnlyList<FenceLevel> Fences { get; init; } = [];

    /// <summary>global-active device: the row belongs to a quorum disk that can be used, or to one that cannot; null is both.</summary>
    public bool? QuorumUp { get; init; }

    /// <summary>The statuses that show then; null for those the condition usually shows.</summary>
    public (PairStatus P, PairStatus S)? Shown { get; init; }
}
