using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Replication.Tables;

/// <summary>One row of a status table: what a pair is doing, how both sides show it, what hosts may do meanwhile.</summary>
/// <param name="Shown">The name that the array's own tools give this row, with the suffix that status words lack.</param>
/// <param name="Source">Where the row is described.</param>
internal sealed record ConditionRow(
    PairCondition Condition, PairStatus P, PairStatus S, HostAccess PvolAccess, HostAccess SvolAccess, string Shown, Source Source)
{
    /// <summary>Not concluded from a reading: the statuses alone look like a plainer row.</summary>
    public bool OnlyRemembered { get; init; }

    /// <summary>Universal Replicator: the row of a pair that stands by for delta resync, concluded when that was read.</summary>
    public DeltaStatus? Delta { get; init; }

    /// <summary>Concluded from a reading only when the I/O mode of the S-VOL was read too.</summary>
    public bool OnlyWithMode { get; init; }

    /// <summary>Fence levels the row belongs to; empty is all.</summary>
    public IReadOnlyList<FenceLevel> Fences { get; init; } = [];

    /// <summary>global-active device: how the P-VOL and the S-VOL serve I/O in this row.</summary>
    public (IoMode P, IoMode S)? Modes { get; init; }
}
