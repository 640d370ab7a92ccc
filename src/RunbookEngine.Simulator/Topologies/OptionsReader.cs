namespace RunbookEngine.Simulator.Topologies;

/// <summary>The sections <c>timing:</c> and <c>switches:</c>.</summary>
internal static class OptionsReader
{
    public static TimingOptions Timing(Fields? f)
    {
        var d = new TimingOptions();
        if (f is null)
            return d;
        var timing = new TimingOptions
        {
            JobStart = f.Duration("jobStart") ?? d.JobStart,
            JobExecute = f.Duration("jobExecute") ?? d.JobExecute,
            ParallelJobs = f.Whole("parallelJobs", 1, 1000) ?? d.ParallelJobs,
            Propagation = f.Duration("propagation") ?? d.Propagation,
            CopySetup = f.Duration("copySetup") ?? d.CopySetup,
            RemoteSplit = f.Duration("remoteSplit") ?? d.RemoteSplit,
            Takeover = f.Duration("takeover") ?? d.Takeover,
            Swap = f.Duration("swap") ?? d.Swap,
            Delete = f.Duration("delete") ?? d.Delete,
            QuickResync = f.Duration("quickResync") ?? d.QuickResync,
            QuickRestore = f.Duration("quickRestore") ?? d.QuickRestore,
            LocalCopyRate = Rate(f, "localCopyRate", d.LocalCopyRate),
            RemoteCopyRate = Rate(f, "remoteCopyRate", d.RemoteCopyRate),
            JournalCopyRate = Rate(f, "journalCopyRate", d.JournalCopyRate),
            ConcurrentCopies = f.Whole("concurrentCopies", 1, 10_000) ?? d.ConcurrentCopies,
        };
        f.Done();
        return timing;
    }

    public static SwitchOptions Switches(Fields? f)
    {
        var d = new SwitchOptions();
        if (f is null)
            return d;
        var switches = new SwitchOptions
        {
            VanishedGroupStatus = f.Choice("vanishedGroupStatus", "404", "404", "500") == "500" ? 500 : 404,
            RemoteReadsWithoutPartnerSession = f.Flag("remoteReadsWithoutPartnerSession") ?? d.RemoteReadsWithoutPartnerSession,
            TakeoverAction = f.Flag("takeoverAction") ?? d.TakeoverAction,
            SplitWithoutPartner = f.Flag("splitWithoutPartner") ?? d.SplitWithoutPartner,
            LeaveSswsForTrueCopyAndUniversalReplicator =
                f.Flag("leaveSswsForTrueCopyAndUniversalReplicator") ?? d.LeaveSswsForTrueCopyAndUniversalReplicator,
            SwapResyncFromSsus = f.Flag("swapResyncFromSsus") ?? d.SwapResyncFromSsus,
            SwapResyncOfPairedRejected = f.Flag("swapResyncOfPairedRejected") ?? d.SwapResyncOfPairedRejected,
            SvolErrorShowsPsus = f.Flag("svolErrorShowsPsus") ?? d.SvolErrorShowsPsus,
            GadDeleteOnlySuspended = f.Flag("gadDeleteOnlySuspended") ?? d.GadDeleteOnlySuspended,
            RejectOverlap = f.Flag("rejectOverlap") ?? d.RejectOverlap,
            SplitOfPsueRejected = f.Flag("splitOfPsueRejected") ?? d.SplitOfPsueRejected,
            SnapshotDeleteWhileCopying = f.Flag("snapshotDeleteWhileCopying") ?? d.SnapshotDeleteWhileCopying,
            SnapshotCreateSplitNeedsPair = f.Flag("snapshotCreateSplitNeedsPair") ?? d.SnapshotCreateSplitNeedsPair,
            SnapshotCreateAgainRejected = f.Flag("snapshotCreateAgainRejected") ?? d.SnapshotCreateAgainRejected,
            ThinImageAdvanced = f.Flag("thinImageAdvanced") ?? d.ThinImageAdvanced,
            RemotePairsNeedPaths = f.Flag("remotePairsNeedPaths") ?? d.RemotePairsNeedPaths,
            FailbackNeedsCascade = f.Flag("failbackNeedsCascade") ?? d.FailbackNeedsCascade,
            SnapshotVolumesNeedPaths = f.Flag("snapshotVolumesNeedPaths") ?? d.SnapshotVolumesNeedPaths,
            HostModeOptionsNeedHostMode = f.Flag("hostModeOptionsNeedHostMode") ?? d.HostModeOptionsNeedHostMode,
            SmallVolumesRefused = f.Flag("smallVolumesRefused") ?? d.SmallVolumesRefused,
            RemoteGroupsWithoutPartner = f.Flag("remoteGroupsWithoutPartner") ?? d.RemoteGroupsWithoutPartner,
            ConsistencySplitNeedsWholeGroup = f.Flag("consistencySplitNeedsWholeGroup") ?? d.ConsistencySplitNeedsWholeGroup,
            TakeoverFromCopy = f.Flag("takeoverFromCopy") ?? d.TakeoverFromCopy,
            QuorumLossSuspendsNewCopy = f.Flag("quorumLossSuspendsNewCopy") ?? d.QuorumLossSuspendsNewCopy,
            RemotePairsNeedRegistration = f.Flag("remotePairsNeedRegistration") ?? d.RemotePairsNeedRegistration,
        };
        f.Done();
        return switches;
    }

    private static long Rate(Fields f, string key, long fallback) => Math.Max(1024, f.Bytes(key) ?? fallback);
}
