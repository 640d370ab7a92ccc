using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Snapshots;
using RunbookEngine.Simulator.Tests.Support;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Tests.Snapshots;

/// <summary>One array and one snapshot pair, 1,3 in group g, brought into a wanted status.</summary>
internal sealed class SnapshotScene
{
    public const string PairPath = "snapshots/1,3";
    public const string GroupPath = "snapshot-groups/g";

    /// <summary>Copies take an hour to begin, so that COPY and RCPY stay.</summary>
    private const string Slow = "timing: { copySetup: 1h }\n";

    private const string Array = """
        topology: v1
        name: snapshots
        arrays:
          a:
            storageDeviceId: "900000040014"
            serialNumber: 40014
            users: { u: { password: secret-u, roles: [administrator] } }
            pools:
              - { id: 0 }
              - { id: 1, type: TI }
            volumes:
              - { ids: 1-9, size: 40G, hostWrites: 5M/s }
              - { ids: 10, size: 20G }

        """;

    public static readonly string[] Statuses = ["SMPL", "COPY", "PAIR", "PFUL", "PSUS", "PFUS", "RCPY", "PSUE"];

    private SnapshotScene(string yaml) => Site = Site.Of(yaml);

    public Site Site { get; }

    public SimulatedArray World => Site.World["a"];

    internal SnapshotPair? Pair => World.Snapshots.Find(1, 3);

    public static SnapshotScene Of(string more = "") => new(Array + more);

    public static async Task<SnapshotScene> InAsync(string status, string more = "")
    {
        var scene = new SnapshotScene(Array + (status is "COPY" or "RCPY" ? Slow : "") + more);
        if (status == "SMPL")
            return scene;
        await scene.CreateAsync();
        if (status == "COPY")
            return scene;
        if (status == "RCPY")
            scene.Pair!.Store();
        else
            scene.Site.Wait(10);
        switch (status)
        {
            case "PSUS" or "PFUS":
                await scene.DoAsync("split");
                break;
            case "RCPY":
                await scene.DoAsync("restore");
                break;
            case "PSUE":
                scene.Pair!.Fail();
                break;
        }
        if (status is "PFUL" or "PFUS")
            scene.World.Pools[1].State = PoolState.OverThreshold;
        return scene;
    }

    public Task<JsonNode> CreateAsync(string more = "", int pvol = 1, int mu = 3, string group = "g") =>
        Site.DoAsync("a", "POST", "snapshots", $$"""{"snapshotGroupName":"{{group}}","snapshotPoolId":1,"pvolLdevId":{{pvol}},"muNumber":{{mu}}{{more}}}""");

    public Task<JsonNode> DoAsync(string command, string body = """{"parameters":{}}""", string path = PairPath) => command switch
    {
        "create" => CreateAsync(),
        "create+split" => CreateAsync(""", "autoSplit":true"""),
        "delete" => Site.DoAsync("a", "DELETE", path),
        _ => Site.DoAsync("a", "POST", $"{path}/actions/{command}/invoke", body),
    };

    public async Task<string> StatusAsync(string path = PairPath)
    {
        var answer = await Site.SendAsync("a", "GET", path);
        return answer.Status == 404 ? "SMPL" : Site.Parse(answer)["status"]!.GetValue<string>();
    }
}
