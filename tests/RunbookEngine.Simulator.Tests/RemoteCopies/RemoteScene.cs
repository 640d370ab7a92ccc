using System.Text.Json.Nodes;
using RunbookEngine.Simulator.RemoteCopies;
using RunbookEngine.Simulator.Tests.Support;

namespace RunbookEngine.Simulator.Tests.RemoteCopies;

/// <summary>Arrays a and b with one copy group g of one pair v, P-VOL at a, brought into a wanted status by requests.</summary>
internal sealed class RemoteScene
{
    public const string A = "900000040014";
    public const string B = "900000040015";

    private readonly string _technology;

    private RemoteScene(string technology, string? status, string more)
    {
        _technology = technology;
        Site = Site.Of($$"""
            topology: v1
            name: remote
            arrays:
              a:
                storageDeviceId: "{{A}}"
                serialNumber: 40014
                users: { u: { password: secret-u, roles: [administrator] } }
                journals: [ { id: 1, capacity: 10G }, { id: 2 } ]
                quorumDisks: [ { id: 0, remoteArray: b } ]
                volumes:
                  - { ids: 1-9, size: 40G, hostWrites: 10M/s }
                  - { ids: 11-19, size: 40G, gadReserved: true }
              b:
                storageDeviceId: "{{B}}"
                serialNumber: 40015
                users: { u: { password: secret-u, roles: [administrator] } }
                journals: [ { id: 1, capacity: 10G }, { id: 2 } ]
                quorumDisks: [ { id: 0, remoteArray: a } ]
                volumes:
                  - { ids: 1-9, size: 40G, hostWrites: 10M/s }
                  - { ids: 11-19, size: 40G, hostWrites: 10M/s, gadReserved: true }
            links: [ { between: [a, b], bandwidth: 400M/s, paths: 4 } ]
            {{more}}
            copyGroups: {{(status is null ? "[]" : Group(technology, status))}}
            """);
    }

    public Site Site { get; }

    public RemotePair Pair => Site.World["a"].RemoteCopies.Find("g")?.Pairs[0] ?? Site.World["b"].RemoteCopies.Find("g")!.Pairs[0];

    public static RemoteScene Without(string technology, string more = "") => new(technology, null, more);

    public static RemoteScene Paired(string technology, string more = "") => new(technology, "PAIR", more);

    public static async Task<RemoteScene> InAsync(string technology, string status)
    {
        var scene = new RemoteScene(technology, status is "SMPL" or "COPY" ? null : status is "PSUS" or "PSUE" or "SSWS" ? status : "PAIR", "");
        switch (status)
        {
            case "COPY":
                await scene.CreateAsync();
                break;
            case "PFUL" or "PFUS":
                scene.Site.World.AdvanceToNow();
                scene.Pair.Group.Mirror!.HoldFull(true);
                if (status == "PFUS")
                    scene.Site.Wait(61);
                scene.Site.World.AdvanceToNow();
                break;
        }
        return scene;
    }

    /// <summary>Id of the copy group as the array gives it.</summary>
    public static string GroupId(string asked) => asked == "a" ? $"{B},g,gP_,gS_" : $"{A},g,gS_,gP_";

    public static string GroupPath(string asked) => "remote-mirror-copygroups/" + GroupId(asked);

    public static string PairPath(string asked) => $"remote-mirror-copypairs/{GroupId(asked)},v";

    public static string Other(string array) => array == "a" ? "b" : "a";

    public Task<JsonNode> CreateAsync(string more = "", string group = "g", string pair = "v", int ldev = 1) =>
        Site.DoAsync("a", "POST", "remote-mirror-copypairs", CreateBody(more, group, pair, ldev), "b");

    public string CreateBody(string more = "", string group = "g", string pair = "v", int ldev = 1) => $$"""
        {"copyGroupName":"{{group}}","copyPairName":"{{pair}}","replicationType":"{{_technology}}","remoteStorageDeviceId":"{{B}}",
         "pvolLdevId":{{ldev}},"svolLdevId":{{(_technology == "GAD" ? 10 + ldev : ldev)}},"isNewGroupCreation":true
         {{(_technology switch { "UR" => ",\"pvolJournalId\":1,\"svolJournalId\":1", "GAD" => ",\"quorumDiskId\":0", _ => "" })}}{{more}}}
        """;

    /// <summary>An action with its parameters, without replicationType.</summary>
    public Task<JsonNode> ActAsync(string asked, string action, string parameters = "", bool byPair = false) =>
        Site.DoAsync(asked, "POST", $"{(byPair ? PairPath(asked) : GroupPath(asked))}/actions/{action}/invoke", ActionBody(action, parameters), Other(asked));

    public string ActionBody(string action, string parameters = "") => action == "takeover"
        ? "{\"parameters\":{" + parameters + "}}"
        : "{\"parameters\":{\"replicationType\":\"" + _technology + "\"" + (parameters.Length == 0 ? "" : "," + parameters) + "}}";

    public Task<JsonNode> DeleteAsync(string asked, bool byPair = false) =>
        Site.DoAsync(asked, "DELETE", byPair ? PairPath(asked) : GroupPath(asked), null, Other(asked));

    /// <summary>P-VOL and S-VOL status with the roles, such as "a:PAIR b:PAIR"; "gone" when the asked array has no such group.</summary>
    public async Task<string> StatusAsync(string asked = "a")
    {
        var answer = await Site.SendAsync(asked, "GET", PairPath(asked), null, Other(asked));
        if (answer.Status == 404)
            return "gone";
        var pair = Site.Parse(answer);
        return $"{Alias(pair, "pvol")}:{pair["pvolStatus"]} {Alias(pair, "svol")}:{pair["svolStatus"]}";
    }

    /// <summary>Lets time pass second by second and gives each new status.</summary>
    public async Task<List<string>> WatchAsync(int seconds, string asked = "a")
    {
        var seen = new List<string> { await StatusAsync(asked) };
        for (var i = 0; i < seconds; i++)
        {
            Site.Wait(1);
            var now = await StatusAsync(asked);
            if (now != seen[^1])
                seen.Add(now);
        }
        return seen;
    }

    public void Line(bool up)
    {
        Site.World.AdvanceToNow();
        Site.World.Links[0].LineUp = up;
        Site.World.LinksChanged();
    }

    private static string Alias(JsonNode pair, string prefix) => pair[prefix + "StorageDeviceId"]!.GetValue<string>() == A ? "a" : "b";

    private static string Group(string technology, string status) => technology switch
    {
        "UR" => $"[ {{ name: g, technology: universal-replicator, primary: a, secondary: b, status: {status}, journals: {{ primary: 1, secondary: 1 }}, pairs: [ {{ name: v, pvol: 1, svol: 1 }} ] }} ]",
        "GAD" => $"[ {{ name: g, technology: global-active-device, primary: a, secondary: b, status: {status}, quorumDisk: 0, pairs: [ {{ name: v, pvol: 1, svol: 11 }} ] }} ]",
        _ => $"[ {{ name: g, technology: truecopy, primary: a, secondary: b, status: {status}, fenceLevel: DATA, pairs: [ {{ name: v, pvol: 1, svol: 1 }} ] }} ]",
    };
}
