using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Replication.Vocabulary;
using static RunbookEngine.Replication.Vocabulary.Technology;

namespace RunbookEngine.Arrays.Tests.Requests;

/// <summary>REST API guide MK-98RD9014, chapters on TrueCopy and Universal Replicator pairs and on global-active device pairs.</summary>
public class RemoteRequestTests
{
    private const string FromTokyo = "remote-mirror-copygroups/938000500222,cg,cgP_,cgS_";
    private const string FromOsaka = "remote-mirror-copygroups/938000500111,cg,cgS_,cgP_";
    private const string PairFromTokyo = "remote-mirror-copypairs/938000500222,cg,cgP_,cgS_,db01";
    private const string PairFromOsaka = "remote-mirror-copypairs/938000500111,cg,cgS_,cgP_,db01";

    private static readonly RequestCase[] Cases =
    [
        RequestCase.Of("split TC", TrueCopy, new PairRequest.Split { SvolAccess = HostAccess.Read }, "POST", $"{FromTokyo}/actions/split/invoke",
            """{"parameters":{"replicationType":"TC","svolAccessMode":"r"}}"""),
        RequestCase.Of("split TC, P-VOL protected", TrueCopy, new PairRequest.Split { ProtectPvol = true }, "POST", $"{FromTokyo}/actions/split/invoke",
            """{"parameters":{"replicationType":"TC","doPvolWriteProtect":true}}"""),
        RequestCase.Of("split a TC pair", TrueCopy, new PairRequest.Split(), "POST", $"{PairFromTokyo}/actions/split/invoke", """{"parameters":{"replicationType":"TC"}}""", "db01"),
        RequestCase.Of("split UR for writing", UniversalReplicator, new PairRequest.Split { SvolAccess = HostAccess.ReadWrite }, "POST", $"{FromTokyo}/actions/split/invoke",
            """{"parameters":{"replicationType":"UR","svolAccessMode":"rw"}}"""),
        RequestCase.Of("stop UR", UniversalReplicator, new PairRequest.Split { SuspendData = true }, "POST", $"{FromTokyo}/actions/split/invoke",
            """{"parameters":{"replicationType":"UR","doDataSuspend":true}}"""),
        RequestCase.Of("split UR at B to SSWS", UniversalReplicator, new PairRequest.Split { SvolOperationMode = PairStatus.SSWS }, "POST", $"{FromOsaka}/actions/split/invoke",
            """{"parameters":{"replicationType":"UR","svolOperationMode":"SSWS"}}""", atOsaka: true),
        RequestCase.Of("split GAD", GlobalActiveDevice, new PairRequest.Split(), "POST", $"{FromTokyo}/actions/split/invoke", """{"parameters":{"replicationType":"GAD"}}"""),
        RequestCase.Of("leave SSWS", GlobalActiveDevice, new PairRequest.Split { SvolOperationMode = PairStatus.PSUS }, "POST", $"{PairFromOsaka}/actions/split/invoke",
            """{"parameters":{"replicationType":"GAD","svolOperationMode":"PSUS"}}""", "db01", true),
        RequestCase.Of("resync TC into a consistency group", TrueCopy,
            new PairRequest.Resync { InConsistencyGroup = true, ConsistencyGroupId = 9, FenceLevel = FenceLevel.Data, CopyPace = 15 }, "POST", $"{FromTokyo}/actions/resync/invoke",
            """{"parameters":{"replicationType":"TC","isConsistencyGroup":true,"consistencyGroupId":9,"fenceLevel":"DATA","copyPace":15}}"""),
        RequestCase.Of("resync UR", UniversalReplicator, new PairRequest.Resync(), "POST", $"{FromTokyo}/actions/resync/invoke", """{"parameters":{"replicationType":"UR"}}"""),
        RequestCase.Of("resync UR in a cascade", UniversalReplicator, new PairRequest.Resync { Failback = true, FailbackMuNumber = 2 }, "POST", $"{FromTokyo}/actions/resync/invoke",
            """{"parameters":{"replicationType":"UR","doFailback":true,"failbackMuNumber":2}}"""),
        RequestCase.Of("resync a GAD pair", GlobalActiveDevice, new PairRequest.Resync { CopyPace = 5 }, "POST", $"{PairFromTokyo}/actions/resync/invoke",
            """{"parameters":{"replicationType":"GAD","copyPace":5}}""", "db01"),
        RequestCase.Of("swap resync", UniversalReplicator, new PairRequest.SwapResync(), "POST", $"{FromOsaka}/actions/resync/invoke",
            """{"parameters":{"replicationType":"UR","doSwapSvol":true}}""", atOsaka: true),
        RequestCase.Of("swap resync of a TC pair", TrueCopy, new PairRequest.SwapResync { FenceLevel = FenceLevel.Status }, "POST", $"{PairFromOsaka}/actions/resync/invoke",
            """{"parameters":{"replicationType":"TC","doSwapSvol":true,"fenceLevel":"STATUS"}}""", "db01", true),
        RequestCase.Of("takeover", TrueCopy, new PairRequest.Takeover(), "POST", $"{FromOsaka}/actions/takeover/invoke", """{"parameters":{"mode":"auto"}}""", atOsaka: true),
        RequestCase.Of("takeover without the partner", UniversalReplicator,
            new PairRequest.Takeover { Mode = TakeoverMode.ForceSplit, Timeout = TimeSpan.FromSeconds(90), WithoutPartner = true }, "POST",
            "remote-mirror-copygroups/NotSpecified,cg,cgS_,NotSpecified/actions/takeover/invoke", """{"parameters":{"mode":"forceSplit","timeout":90}}""", atOsaka: true),
        RequestCase.Of("takeover of a pair without the partner", GlobalActiveDevice, new PairRequest.Takeover { WithoutPartner = true }, "POST",
            "remote-mirror-copypairs/NotSpecified,cg,cgS_,NotSpecified,db01/actions/takeover/invoke", """{"parameters":{"mode":"auto"}}""", "db01", true),
        RequestCase.Of("delete", TrueCopy, new PairRequest.Delete(), "DELETE", FromTokyo, null),
        RequestCase.Of("delete a pair", UniversalReplicator, new PairRequest.Delete(), "DELETE", PairFromTokyo, null, "db01"),
        RequestCase.Of("delete at B", GlobalActiveDevice, new PairRequest.Delete(), "DELETE", PairFromOsaka, null, "db01", true),
        RequestCase.Of("create TC", TrueCopy,
            new PairRequest.Create { PairName = "db01", PvolLdevId = 300, SvolLdevId = 860, NewGroup = true, FenceLevel = FenceLevel.Never, InConsistencyGroup = false, CopyPace = 3, InitialCopy = true, PathGroupId = 0, DataReductionForceCopy = false },
            "POST", "remote-mirror-copypairs",
            """{"copyGroupName":"cg","copyPairName":"db01","replicationType":"TC","remoteStorageDeviceId":"938000500222","pvolLdevId":300,"svolLdevId":860,"isNewGroupCreation":true,"localDeviceGroupName":"cgP_","remoteDeviceGroupName":"cgS_","pathGroupId":0,"isConsistencyGroup":false,"fenceLevel":"NEVER","copyPace":3,"doInitialCopy":true,"isDataReductionForceCopy":false}"""),
        RequestCase.Of("create UR", UniversalReplicator,
            new PairRequest.Create { PairName = "db01", PvolLdevId = 300, SvolLdevId = 860, NewGroup = true, MuNumber = 1, PvolJournalId = 7, SvolJournalId = 9, DeltaResyncSuspend = true },
            "POST", "remote-mirror-copypairs",
            """{"copyGroupName":"cg","copyPairName":"db01","replicationType":"UR","remoteStorageDeviceId":"938000500222","pvolLdevId":300,"svolLdevId":860,"isNewGroupCreation":true,"localDeviceGroupName":"cgP_","remoteDeviceGroupName":"cgS_","muNumber":1,"fenceLevel":"ASYNC","pvolJournalId":7,"svolJournalId":9,"doDeltaResyncSuspend":true}"""),
        RequestCase.Of("create UR in an existing group", UniversalReplicator, new PairRequest.Create { PairName = "db02", PvolLdevId = 1, SvolLdevId = 2, NewGroup = false },
            "POST", "remote-mirror-copypairs",
            """{"copyGroupName":"cg","copyPairName":"db02","replicationType":"UR","remoteStorageDeviceId":"938000500222","pvolLdevId":1,"svolLdevId":2,"isNewGroupCreation":false,"localDeviceGroupName":"cgP_","remoteDeviceGroupName":"cgS_","fenceLevel":"ASYNC"}"""),
        RequestCase.Of("create GAD", GlobalActiveDevice,
            new PairRequest.Create { PairName = "db01", PvolLdevId = 1, SvolLdevId = 2, NewGroup = true, QuorumDiskId = 31, FenceLevel = FenceLevel.Never, InitialCopy = false },
            "POST", "remote-mirror-copypairs",
            """{"copyGroupName":"cg","copyPairName":"db01","replicationType":"GAD","remoteStorageDeviceId":"938000500222","pvolLdevId":1,"svolLdevId":2,"isNewGroupCreation":true,"localDeviceGroupName":"cgP_","remoteDeviceGroupName":"cgS_","fenceLevel":"NEVER","doInitialCopy":false,"quorumDiskId":31}"""),
    ];

    [Fact]
    public Task Every_remote_request_is_sent_as_the_manual_spells_it() => RequestCheck.AllAsync(Cases);
}
