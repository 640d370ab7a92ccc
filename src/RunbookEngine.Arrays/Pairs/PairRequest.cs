using System.Text.Json.Serialization;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Arrays.Pairs;

/// <summary>What is asked of a copy group or a pair, with its options. An option left null is not sent, so the array's own
/// default holds; an option that the technology does not have is refused before sending.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, the chapters on ShadowImage, TrueCopy and Universal Replicator,
/// global-active device and Thin Image pairs.</remarks>
public abstract partial record PairRequest
{
    private PairRequest()
    {
    }

    /// <summary>The word for it in the shared vocabulary; null for what only one technology has (clone, assign a volume …).</summary>
    [JsonIgnore]
    public abstract PairAction? Action { get; }

    /// <summary>TC, UR, GAD: send it to this array alone, naming the partner <c>NotSpecified</c>. Takeover accepts that;
    /// for a split to SSWS it is not documented.</summary>
    public bool WithoutPartner { get; init; }

    public sealed record Split : PairRequest
    {
        public override PairAction? Action => PairAction.Split;

        /// <summary>SI: split at once, copy the rest in the background.</summary>
        public bool? Quick { get; init; }

        /// <summary>SI: 1 to 15.</summary>
        public int? CopyPace { get; init; }

        /// <summary>SI: suspend to PSUE instead; the next resync is a full copy.</summary>
        public bool? ForceSuspend { get; init; }

        /// <summary>SI, volume migration only: give the migration up.</summary>
        public bool? ForceSplit { get; init; }

        /// <summary>TC, UR: what hosts may do with the S-VOL afterwards, Read or ReadWrite.</summary>
        public HostAccess? SvolAccess { get; init; }

        /// <summary>TC: the P-VOL refuses host writes after the split (<c>doPvolWriteProtect</c>).</summary>
        public bool? ProtectPvol { get; init; }

        /// <summary>UR: stop the journal at once, without draining it (<c>doDataSuspend</c>).</summary>
        public bool? SuspendData { get; init; }

        /// <summary>TC, UR, GAD, sent to the S-VOL's array: <c>SSWS</c> makes the S-VOL writable and the owner;
        /// <c>PSUS</c> leaves SSWS again (GAD).</summary>
        public PairStatus? SvolOperationMode { get; init; }

        /// <summary>Thin Image Advanced: hours the snapshot cannot be deleted, 1 to 12288.</summary>
        public int? RetentionHours { get; init; }
    }

    public sealed record Resync : PairRequest
    {
        public override PairAction? Action => PairAction.Resync;

        /// <summary>SI: report PAIR at once, copy the rest in the background.</summary>
        public bool? Quick { get; init; }

        /// <summary>SI, TC, GAD: 1 to 15.</summary>
        public int? CopyPace { get; init; }

        /// <summary>TC, GAD, by group only: true registers the pairs in a consistency group, false takes them out.</summary>
        public bool? InConsistencyGroup { get; init; }

        /// <summary>TC, GAD: 0 to 255.</summary>
        public int? ConsistencyGroupId { get; init; }

        /// <summary>TC.</summary>
        public FenceLevel? FenceLevel { get; init; }

        /// <summary>UR in a cascade of three data centres.</summary>
        public bool? Failback { get; init; }

        /// <summary>UR, with <see cref="Failback"/>: 0 to 3.</summary>
        public int? FailbackMuNumber { get; init; }

        /// <summary>TI: store a new snapshot right after.</summary>
        public bool? AutoSplit { get; init; }

        /// <summary>Thin Image Advanced, with <see cref="AutoSplit"/>: 1 to 12288.</summary>
        public int? RetentionHours { get; init; }
    }

    /// <summary>TC, UR, GAD, sent to the S-VOL's array: the roles are exchanged, then the differences copied.</summary>
    public sealed record SwapResync : PairRequest
    {
        public override PairAction? Action => PairAction.SwapResync;

        /// <inheritdoc cref="Resync.CopyPace"/>
        public int? CopyPace { get; init; }

        /// <inheritdoc cref="Resync.InConsistencyGroup"/>
        public bool? InConsistencyGroup { get; init; }

        /// <inheritdoc cref="Resync.ConsistencyGroupId"/>
        public int? ConsistencyGroupId { get; init; }

        /// <inheritdoc cref="Resync.FenceLevel"/>
        public FenceLevel? FenceLevel { get; init; }
    }

    /// <summary>SI, TI: S-VOL data overwrites the P-VOL.</summary>
    public sealed record Restore : PairRequest
    {
        public override PairAction? Action => PairAction.Restore;

        /// <summary>SI: exchange the volumes' places instead of copying.</summary>
        public bool? Quick { get; init; }

        /// <summary>SI: 1 to 15.</summary>
        public int? CopyPace { get; init; }

        /// <summary>TI: store a snapshot right after.</summary>
        public bool? AutoSplit { get; init; }
    }

    /// <summary>TC, UR, GAD, sent to the S-VOL's array, on firmware that has it.</summary>
    public sealed record Takeover : PairRequest
    {
        public override PairAction? Action => PairAction.Takeover;

        public TakeoverMode Mode { get; init; } = TakeoverMode.Auto;

        /// <summary>How long the array may wait for the data to come in; whole seconds, 1 s to 2 h. Not documented by every edition.</summary>
        public TimeSpan? Timeout { get; init; }
    }

    public sealed record Delete : PairRequest
    {
        public override PairAction? Action => PairAction.Delete;

        /// <summary>SI by group: <c>forceDelete</c>, seen in a field client, described nowhere.</summary>
        public bool? Force { get; init; }
    }
}
