namespace RunbookEngine.Simulator.Topologies;

/// <summary>What no readable manual page settles, each with the answer taken unless the topology says otherwise.</summary>
public sealed record SwitchOptions
{
    /// <summary>HTTP status of reading a remote copy group that is gone: 404 or 500. Default 404.</summary>
    public int VanishedGroupStatus { get; init; } = 404;

    /// <summary>Reads of remote pairs without Remote-Authorization give the local side instead of 401. Default false.</summary>
    public bool RemoteReadsWithoutPartnerSession { get; init; }

    /// <summary>The takeover action exists (newer firmware). Default true.</summary>
    public bool TakeoverAction { get; init; } = true;

    /// <summary>Split with svolOperationMode takes the NotSpecified form. Default true.</summary>
    public bool SplitWithoutPartner { get; init; } = true;

    /// <summary>svolOperationMode PSUS takes TC and UR out of SSWS as it does GAD. Default false.</summary>
    public bool LeaveSswsForTrueCopyAndUniversalReplicator { get; init; }

    /// <summary>Swap resync is taken while the S-VOL is SSUS, not only SSWS. Default true.</summary>
    public bool SwapResyncFromSsus { get; init; } = true;

    /// <summary>Swap resync of a pair in COPY or PAIR is refused instead of a silent no-op as for any resync. Default false.</summary>
    public bool SwapResyncOfPairedRejected { get; init; }

    /// <summary>After an error of the S-VOL the P-VOL of a TC or UR pair shows PSUS instead of PSUE. Default false.</summary>
    public bool SvolErrorShowsPsus { get; init; }

    /// <summary>GAD pairs can be deleted only while suspended. Default true.</summary>
    public bool GadDeleteOnlySuspended { get; init; } = true;

    /// <summary>A job on a copy group that still has another job at the array fails as busy. Default true.</summary>
    public bool RejectOverlap { get; init; } = true;

    /// <summary>TC/UR split of a pair in PSUE is refused (older editions) instead of a silent no-op. Default false.</summary>
    public bool SplitOfPsueRejected { get; init; }

    /// <summary>Thin Image pairs can be deleted while COPY or RCPY. Default false.</summary>
    public bool SnapshotDeleteWhileCopying { get; init; }

    /// <summary>Creation of a snapshot with autoSplit is refused where no pair is yet, as CCI tables say, instead of carried out, as the REST pages say. Default false.</summary>
    public bool SnapshotCreateSplitNeedsPair { get; init; }

    /// <summary>Creation of a snapshot whose mirror unit has one is refused, instead of what CCI tables say for its status. Default false.</summary>
    public bool SnapshotCreateAgainRejected { get; init; }

    /// <summary>The virtual-clone and set-retention actions of Thin Image Advanced exist. Default false.</summary>
    public bool ThinImageAdvanced { get; init; }

    /// <summary>TC, UR and GAD volumes must have an LU path before they are paired. Default true.</summary>
    public bool RemotePairsNeedPaths { get; init; } = true;

    /// <summary>Resync of UR with doFailback is refused where the P-VOL is not the S-VOL of another remote pair (cascade), instead of
    /// being a resync like any other. Default false.</summary>
    public bool FailbackNeedsCascade { get; init; }

    /// <summary>An S-VOL without an LU path is refused when a snapshot is created with it or gets it (VSP E590H). Default false.</summary>
    public bool SnapshotVolumesNeedPaths { get; init; }

    /// <summary>A change of a host group's hostModeOptions without hostMode is refused (VSP E590H). Default false.</summary>
    public bool HostModeOptionsNeedHostMode { get; init; }

    /// <summary>DP volumes under 47 MiB are refused (VSP E590H). Default false.</summary>
    public bool SmallVolumesRefused { get; init; }

    /// <summary>remote-mirror-copygroups is listed without remoteStorageDeviceId and Remote-Authorization too, as far as the array itself
    /// knows the groups (VSP E1090). Default false.</summary>
    public bool RemoteGroupsWithoutPartner { get; init; }

    /// <summary>A split of a ShadowImage consistency group with a pair in PSUE ends abnormally and changes nothing, instead of being done for
    /// the other pairs. Default false.</summary>
    public bool ConsistencySplitNeedsWholeGroup { get; init; }

    /// <summary>Takeover of a TC or UR pair in COPY whose P-VOL is known is carried out (the S-VOL's data is of no use), as horctakeover does,
    /// instead of being refused. Default false.</summary>
    public bool TakeoverFromCopy { get; init; }

    /// <summary>Losing the quorum disk just after a GAD pair began to copy suspends it (PSUE Local, PSUE Block), as the guide says it may;
    /// otherwise the copy goes on. Default true.</summary>
    public bool QuorumLossSuspendsNewCopy { get; init; } = true;

    /// <summary>A TC, UR or GAD pair is created only with an array that is registered at the server asked. Default true.</summary>
    public bool RemotePairsNeedRegistration { get; init; } = true;
}
