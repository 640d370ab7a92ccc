using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Replication.Operations;

/// <summary>One operation on a pair with the options that change what the array does. An option left alone is not sent.</summary>
/// <remarks>Which option belongs to which technology and action: <see cref="OptionTable"/>.</remarks>
public sealed record PairOperation(PairAction Action)
{
    /// <summary><c>quickMode</c> (ShadowImage): the status changes at once, data follows in the background. Default false.</summary>
    public bool Quick { get; init; }

    /// <summary><c>svolAccessMode</c> of a TC or UR split: Read or ReadWrite. Null is the array's default, read only.</summary>
    public HostAccess? SvolAccess { get; init; }

    /// <summary><c>doPvolWriteProtect</c> (TC split): the P-VOL refuses host writes after the split. Default false.</summary>
    public bool PvolWriteProtect { get; init; }

    /// <summary><c>doDataSuspend</c> (UR split): stops the journal at once instead of draining it. Default false.</summary>
    public bool DataSuspend { get; init; }

    /// <summary><c>forceSuspend</c> (SI split): the pair goes to PSUE, and the next resync copies everything. Default false.</summary>
    public bool ForceSuspend { get; init; }

    /// <summary><c>svolOperationMode</c> of a TC, UR or GAD split sent to the S-VOL side. Excludes every other split option.</summary>
    public SvolOperationMode? SvolOperationMode { get; init; }

    /// <summary><c>autoSplit</c> (SI create; TI create, resync, restore): splits at the end by itself. Default false.</summary>
    public bool AutoSplit { get; init; }

    /// <summary><c>doInitialCopy</c> (TC, UR, GAD create). Default true; false declares the volumes identical: PAIR at once.</summary>
    public bool DoInitialCopy { get; init; } = true;

    /// <summary><c>doDeltaResyncSuspend</c> (UR create): a standby pair for delta resync in a 3DC layout. Default false.</summary>
    public bool DeltaResyncSuspend { get; init; }

    /// <summary><c>mode</c> of a takeover. Null is <see cref="TakeoverMode.Auto"/>.</summary>
    public TakeoverMode? TakeoverMode { get; init; }

    /// <summary>1 to 15, higher is faster; null is the array's default.</summary>
    public int? CopyPace { get; init; }

    public ConsistencyGroup? ConsistencyGroup { get; init; }

    /// <summary>TC create and resync. Null keeps the level (resync) or takes NEVER (create).</summary>
    public FenceLevel? Fence { get; init; }

    /// <summary>The side the request goes to. Null is the natural one: the S-VOL side for takeover, swap resync and
    /// <see cref="SvolOperationMode"/>, the P-VOL side for everything else.</summary>
    public PairSide? SentTo { get; init; }

    /// <summary>The side the request goes to, with the default filled in.</summary>
    public PairSide Side => SentTo ?? (NeedsSvolSide ? PairSide.Svol : PairSide.Pvol);

    /// <summary>True for the requests an array takes only as the holder of the S-VOL.</summary>
    public bool NeedsSvolSide => Action is PairAction.Takeover or PairAction.SwapResync || SvolOperationMode is not null;

    /// <summary>True for a forced takeover, which may meet S-VOLs that another engine or a person has taken over. A global-active device S-VOL goes
    /// to SSWS by itself when its quorum lets it, so there it tells nothing.</summary>
    public bool MeetsOtherTakeovers(Technology technology) =>
        technology is Technology.TrueCopy or Technology.UniversalReplicator
        && (this is { Action: PairAction.Takeover, TakeoverMode: Operations.TakeoverMode.ForceSplit } || SvolOperationMode == Operations.SvolOperationMode.Ssws);

    /// <summary>True for what the array of the S-VOLs does while the other one does not answer: giving its hosts the data is what that night needs.
    /// Everything else is done by both arrays together.</summary>
    /// <remarks>Source: REST API guide MK-98RD9014, takeover and split with <c>svolOperationMode</c> in the <c>NotSpecified</c> form.</remarks>
    public bool GoesAlone => Action == PairAction.Takeover || SvolOperationMode == Operations.SvolOperationMode.Ssws;

    public static PairOperation Create { get; } = new(PairAction.Create);
    public static PairOperation Split { get; } = new(PairAction.Split);
    public static PairOperation Resync { get; } = new(PairAction.Resync);
    public static PairOperation Restore { get; } = new(PairAction.Restore);
    public static PairOperation Delete { get; } = new(PairAction.Delete);
    public static PairOperation Takeover { get; } = new(PairAction.Takeover);
    public static PairOperation SwapResync { get; } = new(PairAction.SwapResync);
    public static PairOperation CloneCopy { get; } = new(PairAction.Clone);
}
