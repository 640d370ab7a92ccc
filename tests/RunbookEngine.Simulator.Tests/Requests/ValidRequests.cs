namespace RunbookEngine.Simulator.Tests.Requests;

/// <summary>Requests that are right, from every family, for mutations to spoil.</summary>
internal static class ValidRequests
{
    private const string Ur = "remote-mirror-copygroups/900000040015,erp-ur-01,erp-ur-01P_,erp-ur-01S_";
    private const string UrPair = "remote-mirror-copypairs/900000040015,erp-ur-01,erp-ur-01P_,erp-ur-01S_,db01";
    private const string Tc = "remote-mirror-copygroups/900000040015,erp-tc-01,erp-tc-01P_,erp-tc-01S_";
    private const string Si = "local-clone-copygroups/erp-si-01,erp-si-01P_,erp-si-01S_";
    private const string Services = "/ConfigurationManager/v1/services/";

    public static readonly (string Method, string Path, string Body)[] All =
    [
        ("GET", "storages", ""),
        ("GET", "storages/instance", ""),
        ("GET", "/ConfigurationManager/configuration/version", ""),
        ("GET", "sessions", ""),
        ("POST", "sessions", """{"aliveTime":60}"""),
        ("GET", "jobs?count=10&status=Completed", ""),
        ("GET", "ldevs?headLdevId=100&count=10&ldevOption=defined&detailInfoType=class", ""),
        ("GET", "ldevs/100", ""),
        ("POST", "ldevs", """{"poolId":0,"byteFormatCapacity":"1G","ldevId":5000}"""),
        ("PATCH", "ldevs/300", """{"label":"text"}"""),
        ("POST", "ldevs/301/actions/expand/invoke", """{"parameters":{"additionalByteFormatCapacity":"1G"}}"""),
        ("POST", "ldevs/302/actions/unassign-virtual-ldevid/invoke", """{"parameters":{}}"""),
        ("DELETE", "ldevs/320", ""),
        ("GET", "pools", ""),
        ("GET", "ports/CL1-A", ""),
        ("GET", "host-groups?portId=CL1-A", ""),
        ("POST", "host-groups", """{"portId":"CL1-A","hostGroupName":"db","hostModeOptions":[2]}"""),
        ("GET", "luns?portId=CL1-A&hostGroupNumber=0", ""),
        ("POST", "luns", """{"portIds":["CL2-A"],"hostGroupNumber":0,"ldevId":321,"lun":3000}"""),
        ("GET", "journals?journalInfo=detail", ""),
        ("PATCH", "journals/1", """{"dataOverflowWatchInSeconds":30,"mirrorUnit":{"muNumber":1,"copyPace":"L"}}"""),
        ("POST", "journals", """{"journalId":30,"ldevIds":[322]}"""),
        ("GET", "quorum-disks", ""),
        ("GET", "remote-storages", ""),
        ("GET", "remotepath-groups/40015,R9,0", ""),
        ("PATCH", "remotepath-groups/40015,R9,0", """{"minNumOfPaths":1}"""),
        ("GET", "resource-groups?lockStatus=Unlocked", ""),
        ("POST", Services + "resource-group-service/actions/lock/invoke", """{"parameters":{"waitTime":1}}"""),
        ("POST", Services + "resource-group-service/actions/unlock/invoke", ""),
        ("GET", Ur, ""),
        ("GET", "remote-mirror-copygroups?remoteStorageDeviceId=900000040015&detailInfoType=pair", ""),
        ("PUT", Ur + "/actions/split/invoke", """{"parameters":{"replicationType":"UR","svolAccessMode":"rw"}}"""),
        ("POST", Ur + "/actions/resync/invoke", """{"parameters":{"replicationType":"UR","doSwapSvol":false}}"""),
        ("POST", UrPair + "/actions/takeover/invoke", """{"parameters":{"mode":"auto"}}"""),
        ("DELETE", UrPair, ""),
        ("PUT", Tc + "/actions/split/invoke", """{"parameters":{"replicationType":"TC","doPvolWriteProtect":true}}"""),
        ("POST", "remote-mirror-copypairs", """
            {"copyGroupName":"new-tc","copyPairName":"p1","replicationType":"TC","remoteStorageDeviceId":"900000040015","pvolLdevId":303,"svolLdevId":303,
             "isNewGroupCreation":true,"fenceLevel":"NEVER","isConsistencyGroup":true,"copyPace":3,"doInitialCopy":true,"pathGroupId":0}
            """),
        ("GET", "remote-copypairs?replicationType=UR&count=10", ""),
        ("GET", Si, ""),
        ("PUT", Si + "/actions/resync/invoke", """{"parameters":{"quickMode":true,"copyPace":15}}"""),
        ("POST", "local-clone-copypairs", """{"copyGroupName":"new-si","copyPairName":"p1","replicationType":"SI","pvolLdevId":304,"svolLdevId":305,"isNewGroupCreation":true,"copyPace":3,"autoSplit":true,"quickMode":true}"""),
        ("POST", "snapshots", """{"snapshotGroupName":"sg","snapshotPoolId":1,"pvolLdevId":306,"svolLdevId":307,"muNumber":3,"isClone":true,"clonesAutomation":true,"copySpeed":"faster"}"""),
        ("POST", "snapshots", """{"snapshotGroupName":"sg2","snapshotPoolId":1,"pvolLdevId":308,"muNumber":4,"autoSplit":true}"""),
        ("GET", "snapshots?pvolLdevId=308", ""),
        ("POST", "snapshots/308,4/actions/restore/invoke", """{"parameters":{"autoSplit":true}}"""),
        ("POST", "snapshot-groups/sg2/actions/split/invoke", """{"parameters":{}}"""),
        ("POST", Services + "snapshot-tree/actions/delete/invoke", """{"parameters":{"ldevId":308}}"""),
    ];
}
