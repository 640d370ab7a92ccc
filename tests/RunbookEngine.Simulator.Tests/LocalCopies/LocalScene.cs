using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Tests.Support;

namespace RunbookEngine.Simulator.Tests.LocalCopies;

/// <summary>One array, one copy group with one pair, brought into a wanted state by requests.</summary>
internal sealed class LocalScene
{
    public const string PairPath = "local-clone-copypairs/g,gP_,gS_,v";
    public const string GroupPath = "local-clone-copygroups/g,gP_,gS_";

    private const string Volumes = """
        topology: v1
        name: local
        arrays:
          a:
            storageDeviceId: "900000040014"
            serialNumber: 40014
            users: { u: { password: secret-u, roles: [administrator] } }
            volumes:
              - { ids: 1-9, size: 40G, hostWrites: 50M/s }
        """;

    private LocalScene(string status) => Site = Site.Of(status.Length == 0 ? Volumes : Volumes + "\ncopyGroups:\n  - { name: g, technology: shadow-image, array: a, status: "
        + status + ", pairs: [ { name: v, pvol: 1, svol: 2 } ] }\n");

    public Site Site { get; }

    public static readonly string[] States =
        ["SMPL", "SMPL(PD)", "COPY(PD)", "PAIR", "COPY(SP)", "PSUS(SP)", "PSUS", "COPY(RS)", "COPY(RS-R)", "PSUE"];

    /// <summary>States as the ShadowImage guide names them.</summary>
    public static async Task<LocalScene> InAsync(string state)
    {
        var scene = new LocalScene(state switch
        {
            "SMPL" or "COPY(PD)" => "",
            "PAIR" or "COPY(SP)" or "PSUS(SP)" or "SMPL(PD)" => "PAIR",
            "PSUE" => "PSUE",
            _ => "PSUS",
        });
        switch (state)
        {
            case "SMPL(PD)":
                await scene.DoAsync("delete");
                break;
            case "COPY(PD)":
                await scene.DoAsync("create");
                break;
            case "COPY(SP)":
                await scene.DoAsync("split");
                break;
            case "PSUS(SP)":
                await scene.DoAsync("split", """{"parameters":{"quickMode":true}}""");
                break;
            case "COPY(RS)" or "COPY(RS-R)":
                scene.Site.Wait(120);
                await scene.DoAsync(state == "COPY(RS)" ? "resync" : "restore");
                break;
        }
        return scene;
    }

    public Task<JsonNode> DoAsync(string command, string? body = null) => command switch
    {
        "create" => Site.DoAsync("a", "POST", "local-clone-copypairs", Body("g", "v", 1, 2, isNew: true)),
        "create another" => Site.DoAsync("a", "POST", "local-clone-copypairs", Body("h", "w", 1, 3, isNew: true)),
        "suspend" => Site.DoAsync("a", "POST", PairPath + "/actions/split/invoke", """{"parameters":{"forceSuspend":true}}"""),
        "delete" => Site.DoAsync("a", "DELETE", PairPath),
        _ => Site.DoAsync("a", "POST", $"{PairPath}/actions/{command}/invoke", body ?? """{"parameters":{}}"""),
    };

    public static string Body(string group, string pair, int pvol, int svol, bool isNew, string more = "") =>
        $$"""
        {"copyGroupName":"{{group}}","copyPairName":"{{pair}}","replicationType":"SI","pvolLdevId":{{pvol}},"svolLdevId":{{svol}},
         "isNewGroupCreation":{{(isNew ? "true" : "false")}}{{more}}}
        """;

    /// <summary>P-VOL and S-VOL status; SMPL when the pair is not listed.</summary>
    public async Task<string> StatusAsync()
    {
        var answer = await Site.SendAsync("a", "GET", PairPath);
        if (answer.Status == 404)
            return "SMPL/SMPL";
        var pair = Site.Parse(answer);
        return $"{pair["pvolStatus"]}/{pair["svolStatus"]}";
    }
}
