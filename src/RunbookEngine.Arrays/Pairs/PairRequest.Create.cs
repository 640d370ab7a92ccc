using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Arrays.Pairs;

public abstract partial record PairRequest
{
    /// <summary>A new pair, in a new group or an existing one. It is asked of the group, at the array that holds the P-VOL.</summary>
    public sealed record Create : PairRequest
    {
        public override PairAction? Action => PairAction.Create;

        /// <summary>1 to 31 characters; all but Thin Image, where the array numbers its snapshots.</summary>
        public string? PairName { get; init; }

        public required int PvolLdevId { get; init; }

        /// <summary>Required but for Thin Image, where a volume can be assigned later.</summary>
        public int? SvolLdevId { get; init; }

        /// <summary>True makes the group with this pair; not for Thin Image, where an unknown name makes it.</summary>
        public bool? NewGroup { get; init; }

        /// <summary>SI 0 to 2, UR and GAD 0 to 3, with a new group only; TI 0 to 1023.</summary>
        public int? MuNumber { get; init; }

        /// <summary>All but UR, whose pairs always are in one.</summary>
        public bool? InConsistencyGroup { get; init; }

        /// <summary>0 to 255; left out: the array takes a free one.</summary>
        public int? ConsistencyGroupId { get; init; }

        /// <summary>SI, TI: split as soon as it is made.</summary>
        public bool? AutoSplit { get; init; }

        /// <summary>SI, with <see cref="AutoSplit"/>.</summary>
        public bool? Quick { get; init; }

        /// <summary>SI, TC, GAD: 1 to 15.</summary>
        public int? CopyPace { get; init; }

        /// <summary>Must be true for volumes with capacity saving.</summary>
        public bool? DataReductionForceCopy { get; init; }

        /// <summary>SI: a pair that migrates the volume.</summary>
        public bool VolumeMigration { get; init; }

        /// <summary>TC, UR, GAD: 0 to 255; 0 is the lowest between the arrays.</summary>
        public int? PathGroupId { get; init; }

        /// <summary>TC, UR, GAD: false declares the volumes identical already.</summary>
        public bool? InitialCopy { get; init; }

        /// <summary>TC; UR always has ASYNC and GAD NEVER.</summary>
        public FenceLevel? FenceLevel { get; init; }

        /// <summary>UR, with a new group: 0 to 255.</summary>
        public int? PvolJournalId { get; init; }

        /// <inheritdoc cref="PvolJournalId"/>
        public int? SvolJournalId { get; init; }

        /// <summary>UR: a standby pair for delta resync.</summary>
        public bool? DeltaResyncSuspend { get; init; }

        /// <summary>GAD, required: 0 to 31.</summary>
        public int? QuorumDiskId { get; init; }

        /// <summary>TI, required.</summary>
        public int? SnapshotPoolId { get; init; }

        /// <summary>TI: the snapshot may have snapshots.</summary>
        public bool? CanCascade { get; init; }

        /// <summary>TI: made to be turned into an independent copy.</summary>
        public bool? IsClone { get; init; }

        /// <summary>TI, with <see cref="IsClone"/>: start that at once.</summary>
        public bool? ClonesAutomation { get; init; }

        /// <summary>TI clone: <c>slower</c>, <c>medium</c>, <c>faster</c>.</summary>
        public string? CopySpeed { get; init; }

        /// <summary>Thin Image Advanced, with <see cref="AutoSplit"/>: hours, 1 to 12288.</summary>
        public int? RetentionHours { get; init; }
    }

    /// <summary>SI volume migration: exchange the volumes.</summary>
    public sealed record Migrate : PairRequest
    {
        public override PairAction? Action => null;
    }

    /// <summary>TI: turn a clone pair into an independent copy; the pair vanishes at the end.</summary>
    public sealed record MakeClone : PairRequest
    {
        public override PairAction? Action => null;

        /// <inheritdoc cref="Create.CopySpeed"/>
        public string? CopySpeed { get; init; }
    }

    /// <summary>TI: give the snapshot a volume that hosts can use.</summary>
    public sealed record AssignVolume : PairRequest
    {
        public override PairAction? Action => null;

        public required int SvolLdevId { get; init; }
    }

    /// <summary>TI: take the volume away; the snapshot stays.</summary>
    public sealed record UnassignVolume : PairRequest
    {
        public override PairAction? Action => null;
    }

    /// <summary>Thin Image Advanced: hours from now that the snapshot cannot be deleted.</summary>
    public sealed record SetRetention : PairRequest
    {
        public override PairAction? Action => null;

        public required int RetentionHours { get; init; }
    }

    /// <summary>VSP One: <c>create</c>, <c>convert</c> or <c>restore</c> a virtual clone.</summary>
    public sealed record VirtualClone : PairRequest
    {
        public override PairAction? Action => null;

        public required string OperationType { get; init; }
    }
}
