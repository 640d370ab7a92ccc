using RunbookEngine.Simulator.Tests.Support;

namespace RunbookEngine.Simulator.Tests.Requests;

/// <summary>Every request the REST API describes for the five technologies is served, in each of its spellings.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, chapters on ShadowImage, remote copy pairs, Thin Image; PUT as the older spelling of POST.</remarks>
public class EndpointCatalogueTests
{
    private const string A = "900000040014";
    private const string B = "900000040015";
    private const string Root = "/ConfigurationManager/v1/";
    private const string None = """{"parameters":{}}""";

    private static readonly string[] LocalActions = ["split", "resync", "restore", "migrate"];
    private static readonly string[] RemoteActions = ["split", "resync", "takeover"];
    private static readonly string[] SnapshotGroupActions = ["split", "resync", "restore", "clone", "set-retention", "virtual-clone"];
    private static readonly string[] SnapshotActions = [.. SnapshotGroupActions, "assign-volume", "unassign-volume"];
    private static readonly (string Type, string Group)[] Mirrors = [("TC", "tc"), ("UR", "ur"), ("GAD", "gad")];

    /// <summary>Name of the request, method, path below objects/ (or from the root), body.</summary>
    public static TheoryData<string, string, string, string> Requests()
    {
        var all = new TheoryData<string, string, string, string>();
        void Add(string name, string method, string path, string body = "") => all.Add(name, method, path, body);
        void Act(string name, string path, string action, string body)
        {
            Add($"{name} {action}", "POST", $"{path}/actions/{action}/invoke", body);
            Add($"{name} {action}", "PUT", $"{path}/actions/{action}/invoke", body);
        }

        const string Si = "local-clone-copygroups/si,siP_,siS_";
        const string SiPair = "local-clone-copypairs/si,siP_,siS_,v";
        Add("ShadowImage groups", "GET", "local-clone-copygroups");
        Add("ShadowImage group", "GET", Si);
        Add("ShadowImage pairs of a group", "GET", "local-clone-copypairs?localCloneCopyGroupId=si,siP_,siS_");
        Add("ShadowImage pairs of a group, refreshed", "GET", "local-clone-copypairs?localCloneCopyGroupId=si,siP_,siS_&refresh=true");
        Add("ShadowImage pair", "GET", SiPair);
        Add("ShadowImage create", "POST", "local-clone-copypairs",
            """{"copyGroupName":"n","copyPairName":"v","replicationType":"SI","isNewGroupCreation":true,"pvolLdevId":5,"svolLdevId":6}""");
        foreach (var action in LocalActions)
        {
            Act("ShadowImage pair", SiPair, action, None);
            Act("ShadowImage group", Si, action, None);
        }
        Add("ShadowImage pair delete", "DELETE", SiPair);
        Add("ShadowImage group delete", "DELETE", Si);

        Add("remote groups", "GET", "remote-mirror-copygroups?remoteStorageDeviceId=" + B);
        Add("remote groups with pairs", "GET", $"remote-mirror-copygroups?remoteStorageDeviceId={B}&detailInfoType=pair");
        Add("remote groups with class", "GET", $"remote-mirror-copygroups?remoteStorageDeviceId={B}&detailInfoType=class");
        foreach (var (type, group) in Mirrors)
        {
            var id = $"{B},{group},{group}P_,{group}S_";
            Add(type + " group", "GET", "remote-mirror-copygroups/" + id);
            Add(type + " group with class", "GET", $"remote-mirror-copygroups/{id}?detailInfoType=class");
            Add(type + " group alone", "GET", $"remote-mirror-copygroups/NotSpecified,{group},{group}P_,NotSpecified");
            Add(type + " pair", "GET", $"remote-mirror-copypairs/{id},v");
            Add(type + " pair alone", "GET", $"remote-mirror-copypairs/NotSpecified,{group},{group}P_,NotSpecified,v");
            Add(type + " pairs of a group", "GET", "remote-mirror-copypairs?remoteMirrorCopyGroupId=" + id);
            Add(type + " create", "POST", "remote-mirror-copypairs", $$"""
                {"copyGroupName":"n","copyPairName":"v","replicationType":"{{type}}","remoteStorageDeviceId":"{{B}}","isNewGroupCreation":true,
                 {{(type switch { "UR" => "\"pvolJournalId\":2,\"svolJournalId\":2,", "GAD" => "\"quorumDiskId\":0,", _ => "" })}}"pvolLdevId":7,"svolLdevId":7}
                """);
            foreach (var action in RemoteActions)
            {
                var body = action == "takeover" ? """{"parameters":{"mode":"auto"}}""" : "{\"parameters\":{\"replicationType\":\"" + type + "\"}}";
                Act(type + " group", "remote-mirror-copygroups/" + id, action, body);
                Act(type + " pair", $"remote-mirror-copypairs/{id},v", action, body);
            }
            Add(type + " group delete", "DELETE", "remote-mirror-copygroups/" + id);
            Add(type + " pair delete", "DELETE", $"remote-mirror-copypairs/{id},v");
            Add(type + " pairs, flat", "GET", "remote-copypairs?replicationType=" + type);
        }
        Add("remote pairs from cache", "GET", Root + "objects/storages/remote-replications");
        Add("remote pairs from cache", "GET", "remote-replications");

        foreach (var filter in new[] { "pvolLdevId=4", "pvolLdevId=4&muNumber=3", "pvolLdevId=4&snapshotGroupName=ti", "svolLdevId=4", "snapshotGroupName=ti", "pvolLdevId=4&detailInfoType=retention" })
            Add("snapshots by filter", "GET", "snapshots?" + filter);
        Add("snapshot", "GET", "snapshots/4,3");
        Add("snapshot groups", "GET", "snapshot-groups");
        Add("snapshot groups with pairs", "GET", "snapshot-groups?detailInfoType=pair");
        Add("snapshot group", "GET", "snapshot-groups/ti");
        Add("snapshot group with retention", "GET", "snapshot-groups/ti?detailInfoType=retention");
        Add("snapshots from cache", "GET", "snapshot-replications?startPvolLdevId=0&endPvolLdevId=9");
        Add("snapshot create", "POST", "snapshots", """{"snapshotGroupName":"n","snapshotPoolId":1,"pvolLdevId":8}""");
        foreach (var action in SnapshotActions)
            Act("snapshot", "snapshots/4,3", action, Snapshot(action));
        foreach (var action in SnapshotGroupActions)
            Act("snapshot group", "snapshot-groups/ti", action, Snapshot(action));
        Add("snapshot delete", "DELETE", "snapshots/4,3");
        Add("snapshot group delete", "DELETE", "snapshot-groups/ti");
        foreach (var verb in new[] { "POST", "PUT" })
        {
            Add("snapshot tree delete", verb, Root + "services/snapshot-tree/actions/delete/invoke", """{"parameters":{"ldevId":4}}""");
            foreach (var type in new[] { "start", "stop" })
                Add("snapshot garbage " + type, verb, Root + "services/snapshot-tree/actions/delete-garbage-data/invoke", $$$"""{"parameters":{"operationType":"{{{type}}}","ldevId":4}}""");
            Add("lock", verb, Root + "services/resource-group-service/actions/lock/invoke", """{"parameters":{"waitTime":0}}""");
            Add("unlock", verb, Root + "services/resource-group-service/actions/unlock/invoke");
            Add("GAD reserve", verb, "ldevs/9/actions/assign-virtual-ldevid/invoke", """{"parameters":{"virtualLdevId":65535}}""");
            Add("GAD reserve taken back", verb, "ldevs/9/actions/unassign-virtual-ldevid/invoke", """{"parameters":{"virtualLdevId":65535}}""");
        }
        foreach (var type in new[] { "journals?journalInfo=basic", "journals?journalInfo=timer", "journals?journalInfo=detail", "journals/1", "quorum-disks", "quorum-disks/0",
            "remotepath-groups", "remote-storages", "remote-storages/" + B, "resource-groups", "resource-groups/0", "ldevs?count=10", "ldevs/1", "pools", "ports",
            "jobs", "sessions", "storages", "storages/instance", "storages/" + A })
            Add("supporting object", "GET", type);
        return all;
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task The_request_is_served_in_both_forms_of_the_address(string name, string method, string path, string body)
    {
        foreach (var form in Forms(path))
        {
            var answer = await Stage().SendAsync("a", method, form, body.Length == 0 ? null : body, "b");
            Assert.True(answer.Status == (method == "GET" ? 200 : 202), $"{name}: {method} {form} is answered {answer.Status} {answer.Text}");
        }
    }

    /// <summary>As it stands, and with the array's id in the place the domain has for it.</summary>
    private static IEnumerable<string> Forms(string path)
    {
        yield return path;
        if (path.StartsWith(Root + "services/", StringComparison.Ordinal))
            yield return Root + A + "/" + path[Root.Length..];
        else if (!path.StartsWith("storages", StringComparison.Ordinal) && !path.StartsWith('/'))
            yield return $"{Root}objects/storages/{A}/{path}";
    }

    private static string Snapshot(string action) => action switch
    {
        "assign-volume" => """{"parameters":{"svolLdevId":9}}""",
        "set-retention" => """{"parameters":{"retentionPeriod":24}}""",
        "virtual-clone" => """{"parameters":{"operationType":"convert"}}""",
        _ => None,
    };

    private static Site Stage() => Site.Of($$"""
        topology: v1
        name: catalogue
        switches: { thinImageAdvanced: true, remotePairsNeedPaths: false }
        arrays:
          a:
            storageDeviceId: "{{A}}"
            serialNumber: 40014
            model: VSP 5600H
            users: { u: { password: secret-u, roles: [administrator] } }
            pools: [ { id: 0 }, { id: 1, type: TI } ]
            journals: [ { id: 1 }, { id: 2 } ]
            quorumDisks: [ { id: 0, remoteArray: b } ]
            volumes: [ { ids: 1-29, size: 1G } ]
          b:
            storageDeviceId: "{{B}}"
            serialNumber: 40015
            model: VSP 5600H
            users: { u: { password: secret-u, roles: [administrator] } }
            pools: [ { id: 0 } ]
            journals: [ { id: 1 }, { id: 2 } ]
            quorumDisks: [ { id: 0, remoteArray: a } ]
            volumes: [ { ids: 1-19, size: 1G }, { ids: 20-29, size: 1G, gadReserved: true } ]
        links: [ { between: [a, b], bandwidth: 400M/s, paths: 4 } ]
        copyGroups:
          - { name: si, technology: shadow-image, array: a, status: PSUS, pairs: [ { name: v, pvol: 1, svol: 2 } ] }
          - { name: tc, technology: truecopy, primary: a, secondary: b, status: PAIR, fenceLevel: NEVER, pairs: [ { name: v, pvol: 3, svol: 3 } ] }
          - { name: ur, technology: universal-replicator, primary: a, secondary: b, status: PAIR, journals: { primary: 1, secondary: 1 }, pairs: [ { name: v, pvol: 10, svol: 10 } ] }
          - { name: gad, technology: global-active-device, primary: a, secondary: b, status: PAIR, quorumDisk: 0, pairs: [ { name: v, pvol: 20, svol: 20 } ] }
        snapshotGroups:
          - { name: ti, array: a, pool: 1, status: PSUS, snapshots: [ { pvol: 4, mirrorUnit: 3 } ] }
        """);
}
