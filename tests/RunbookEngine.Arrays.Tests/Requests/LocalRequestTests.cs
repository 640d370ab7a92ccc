using RunbookEngine.Arrays.Pairs;
using static RunbookEngine.Replication.Vocabulary.Technology;

namespace RunbookEngine.Arrays.Tests.Requests;

/// <summary>REST API guide MK-98RD9014, chapters "Managing ShadowImage pairs" and "Managing Thin Image pairs".</summary>
public class LocalRequestTests
{
    private const string Si = "local-clone-copygroups/cg,cgP_,cgS_";
    private const string SiPair = "local-clone-copypairs/cg,cgP_,cgS_,v1";

    private static readonly RequestCase[] ShadowImageCases =
    [
        RequestCase.Of("split", ShadowImage, new PairRequest.Split(), "POST", $"{Si}/actions/split/invoke", """{"parameters":{}}"""),
        RequestCase.Of("quick split", ShadowImage, new PairRequest.Split { Quick = true, CopyPace = 15 }, "POST", $"{Si}/actions/split/invoke",
            """{"parameters":{"quickMode":true,"copyPace":15}}"""),
        RequestCase.Of("suspend", ShadowImage, new PairRequest.Split { ForceSuspend = true }, "POST", $"{Si}/actions/split/invoke",
            """{"parameters":{"forceSuspend":true}}"""),
        RequestCase.Of("give a migration up", ShadowImage, new PairRequest.Split { ForceSplit = true }, "POST", $"{SiPair}/actions/split/invoke",
            """{"parameters":{"forceSplit":true}}""", "v1"),
        RequestCase.Of("resync", ShadowImage, new PairRequest.Resync { Quick = false, CopyPace = 3 }, "POST", $"{Si}/actions/resync/invoke",
            """{"parameters":{"quickMode":false,"copyPace":3}}"""),
        RequestCase.Of("resync a pair", ShadowImage, new PairRequest.Resync(), "POST", $"{SiPair}/actions/resync/invoke", """{"parameters":{}}""", "v1"),
        RequestCase.Of("restore", ShadowImage, new PairRequest.Restore(), "POST", $"{Si}/actions/restore/invoke", """{"parameters":{}}"""),
        RequestCase.Of("quick restore of a pair", ShadowImage, new PairRequest.Restore { Quick = true, CopyPace = 1 }, "POST", $"{SiPair}/actions/restore/invoke",
            """{"parameters":{"quickMode":true,"copyPace":1}}""", "v1"),
        RequestCase.Of("migrate", ShadowImage, new PairRequest.Migrate(), "POST", $"{SiPair}/actions/migrate/invoke", null, "v1"),
        RequestCase.Of("delete", ShadowImage, new PairRequest.Delete(), "DELETE", Si, null),
        RequestCase.Of("forced delete", ShadowImage, new PairRequest.Delete { Force = true }, "DELETE", Si, """{"forceDelete":true}"""),
        RequestCase.Of("delete a pair", ShadowImage, new PairRequest.Delete(), "DELETE", SiPair, null, "v1"),
        RequestCase.Of("create in a new group", ShadowImage,
            new PairRequest.Create { PairName = "v1", PvolLdevId = 1201, SvolLdevId = 2201, NewGroup = true, MuNumber = 2, InConsistencyGroup = true, ConsistencyGroupId = 4, CopyPace = 3 },
            "POST", "local-clone-copypairs",
            """{"copyGroupName":"cg","copyPairName":"v1","replicationType":"SI","pvolLdevId":1201,"svolLdevId":2201,"isNewGroupCreation":true,"pvolDeviceGroupName":"cgP_","svolDeviceGroupName":"cgS_","pvolMuNumber":2,"isConsistencyGroup":true,"consistencyGroupId":4,"copyPace":3}"""),
        RequestCase.Of("create in an existing group, quick split", ShadowImage,
            new PairRequest.Create { PairName = "v2", PvolLdevId = 1, SvolLdevId = 2, NewGroup = false, AutoSplit = true, Quick = true, DataReductionForceCopy = true },
            "POST", "local-clone-copypairs",
            """{"copyGroupName":"cg","copyPairName":"v2","replicationType":"SI","pvolLdevId":1,"svolLdevId":2,"isNewGroupCreation":false,"pvolDeviceGroupName":"cgP_","svolDeviceGroupName":"cgS_","autoSplit":true,"quickMode":true,"isDataReductionForceCopy":true}"""),
        RequestCase.Of("create a migration", ShadowImage, new PairRequest.Create { PairName = "m", PvolLdevId = 1, SvolLdevId = 2, NewGroup = true, VolumeMigration = true },
            "POST", "local-clone-copypairs",
            """{"copyGroupName":"cg","copyPairName":"m","replicationType":"SI","pvolLdevId":1,"svolLdevId":2,"isNewGroupCreation":true,"pvolDeviceGroupName":"cgP_","svolDeviceGroupName":"cgS_","copyMode":"NotSynchronized"}"""),
    ];

    private static readonly RequestCase[] ThinImageCases =
    [
        RequestCase.Of("store", ThinImage, new PairRequest.Split { RetentionHours = 24 }, "POST", "snapshot-groups/cg/actions/split/invoke", """{"parameters":{"retentionPeriod":24}}"""),
        RequestCase.Of("store one", ThinImage, new PairRequest.Split(), "POST", "snapshots/100,3/actions/split/invoke", """{"parameters":{}}""", "100,3"),
        RequestCase.Of("resync and store again", ThinImage, new PairRequest.Resync { AutoSplit = true, RetentionHours = 1 }, "POST", "snapshot-groups/cg/actions/resync/invoke",
            """{"parameters":{"autoSplit":true,"retentionPeriod":1}}"""),
        RequestCase.Of("restore", ThinImage, new PairRequest.Restore { AutoSplit = false }, "POST", "snapshots/100,3/actions/restore/invoke", """{"parameters":{"autoSplit":false}}""", "100,3"),
        RequestCase.Of("clone", ThinImage, new PairRequest.MakeClone { CopySpeed = "faster" }, "POST", "snapshot-groups/cg/actions/clone/invoke", """{"parameters":{"copySpeed":"faster"}}"""),
        RequestCase.Of("assign", ThinImage, new PairRequest.AssignVolume { SvolLdevId = 7 }, "POST", "snapshots/100,3/actions/assign-volume/invoke", """{"parameters":{"svolLdevId":7}}""", "100,3"),
        RequestCase.Of("unassign", ThinImage, new PairRequest.UnassignVolume(), "POST", "snapshots/100,3/actions/unassign-volume/invoke", null, "100,3"),
        RequestCase.Of("retain", ThinImage, new PairRequest.SetRetention { RetentionHours = 12288 }, "POST", "snapshot-groups/cg/actions/set-retention/invoke", """{"parameters":{"retentionPeriod":12288}}"""),
        RequestCase.Of("virtual clone", ThinImage, new PairRequest.VirtualClone { OperationType = "create" }, "POST", "snapshots/100,3/actions/virtual-clone/invoke",
            """{"parameters":{"operationType":"create"}}""", "100,3"),
        RequestCase.Of("delete", ThinImage, new PairRequest.Delete(), "DELETE", "snapshot-groups/cg", null),
        RequestCase.Of("delete one", ThinImage, new PairRequest.Delete(), "DELETE", "snapshots/100,3", null, "100,3"),
        RequestCase.Of("create", ThinImage, new PairRequest.Create { PvolLdevId = 100, SnapshotPoolId = 5, InConsistencyGroup = true, AutoSplit = true, MuNumber = 3 }, "POST", "snapshots",
            """{"snapshotGroupName":"cg","snapshotPoolId":5,"pvolLdevId":100,"muNumber":3,"isConsistencyGroup":true,"autoSplit":true}"""),
        RequestCase.Of("create a clone", ThinImage,
            new PairRequest.Create { PvolLdevId = 100, SvolLdevId = 101, SnapshotPoolId = 5, IsClone = true, CanCascade = true, ClonesAutomation = true, CopySpeed = "slower", DataReductionForceCopy = true },
            "POST", "snapshots",
            """{"snapshotGroupName":"cg","snapshotPoolId":5,"pvolLdevId":100,"svolLdevId":101,"canCascade":true,"isClone":true,"clonesAutomation":true,"copySpeed":"slower","isDataReductionForceCopy":true}"""),
    ];

    [Fact]
    public Task Every_ShadowImage_request_is_sent_as_the_manual_spells_it() => RequestCheck.AllAsync(ShadowImageCases);

    [Fact]
    public Task Every_Thin_Image_request_is_sent_as_the_manual_spells_it() => RequestCheck.AllAsync(ThinImageCases);
}
