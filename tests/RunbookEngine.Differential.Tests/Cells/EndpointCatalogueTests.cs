using System.Text;
using System.Text.Json.Nodes;
using RunbookEngine.Differential.Tests.Arrays;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Simulator.Http;

namespace RunbookEngine.Differential.Tests.Cells;

/// <summary>Every row of the reference's endpoint catalogue is known, in both path forms, and actions by POST and PUT.</summary>
public class EndpointCatalogueTests
{
    private const string UnknownUrl = "KART20009-E";

    /// <summary>Row, methods, path behind the base; {a} stands for each action.</summary>
    private static readonly IReadOnlyList<(string Row, string Methods, string Path, string Actions)> Rows =
    [
        ("S1", "GET", "local-clone-copygroups", ""),
        ("S2", "GET", "local-clone-copygroups/g,gP_,gS_", ""),
        ("S3", "GET", "local-clone-copypairs?localCloneCopyGroupId=g,gP_,gS_&refresh=true", ""),
        ("S4", "GET", "local-clone-copypairs/g,gP_,gS_,v", ""),
        ("S5", "POST", "local-clone-copypairs", ""),
        ("S6", "POST PUT", "local-clone-copypairs/g,gP_,gS_,v/actions/{a}/invoke", "split resync restore migrate"),
        ("S7", "POST PUT", "local-clone-copygroups/g,gP_,gS_/actions/{a}/invoke", "split resync restore migrate"),
        ("S8", "DELETE", "local-clone-copypairs/g,gP_,gS_,v", ""),
        ("S9", "DELETE", "local-clone-copygroups/g,gP_,gS_", ""),
        ("R1", "GET", "remote-mirror-copygroups?remoteStorageDeviceId={B}&detailInfoType=pair", ""),
        ("R2", "GET", "remote-mirror-copygroups/{B},g,gP_,gS_?detailInfoType=class", ""),
        ("R3", "GET", "remote-mirror-copypairs/{B},g,gP_,gS_,v", ""),
        ("R4", "GET", "remote-mirror-copypairs?remoteMirrorCopyGroupId={B},g,gP_,gS_", ""),
        ("R5", "POST", "remote-mirror-copypairs", ""),
        ("R6", "POST PUT", "remote-mirror-copygroups/{B},g,gP_,gS_/actions/{a}/invoke", "split resync"),
        ("R7", "POST PUT", "remote-mirror-copypairs/{B},g,gP_,gS_,v/actions/{a}/invoke", "split resync"),
        ("R8", "POST PUT", "remote-mirror-copygroups/{B},g,gP_,gS_/actions/{a}/invoke", "takeover"),
        ("R9", "POST PUT", "remote-mirror-copypairs/{B},g,gP_,gS_,v/actions/{a}/invoke", "takeover"),
        ("R10", "DELETE", "remote-mirror-copygroups/{B},g,gP_,gS_", ""),
        ("R11", "DELETE", "remote-mirror-copypairs/{B},g,gP_,gS_,v", ""),
        ("R12", "GET", "remote-copypairs?replicationType=TC", ""),
        ("R13", "GET", "remote-replications", ""),
        ("T1", "GET", "snapshots?pvolLdevId=1&detailInfoType=retention", ""),
        ("T2", "GET", "snapshots/1,3", ""),
        ("T3", "GET", "snapshot-groups?detailInfoType=pair", ""),
        ("T3", "GET", "snapshot-groups/g?detailInfoType=retention", ""),
        ("T4", "GET", "snapshot-replications?startPvolLdevId=0&endPvolLdevId=9", ""),
        ("T5", "POST", "snapshots", ""),
        ("T6", "POST PUT", "snapshots/1,3/actions/{a}/invoke", "split resync restore clone assign-volume unassign-volume set-retention virtual-clone"),
        ("T7", "POST PUT", "snapshot-groups/g/actions/{a}/invoke", "split resync restore clone set-retention virtual-clone"),
        ("T8", "DELETE", "snapshots/1,3", ""),
        ("T8", "DELETE", "snapshot-groups/g", ""),
        ("T9", "POST PUT", "/v1/services/snapshot-tree/actions/{a}/invoke", "delete"),
        ("T10", "POST PUT", "/v1/services/snapshot-tree/actions/{a}/invoke", "delete-garbage-data"),
    ];

    public static TheoryData<string, string, string> Requests()
    {
        var requests = new TheoryData<string, string, string>();
        foreach (var (row, methods, path, actions) in Rows)
        {
            foreach (var action in actions.Split(' '))
            {
                foreach (var method in methods.Split(' '))
                    requests.Add(row, method, path.Replace("{a}", action, StringComparison.Ordinal));
            }
        }
        return requests;
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_row_of_the_catalogue_is_served_in_both_path_forms(string row, string method, string path)
    {
        var arrays = new TwoArrays(Technology.TrueCopy, clones: false);
        var (a, b) = (arrays.World["A"], arrays.World["B"]);
        foreach (var form in new[] { "/ConfigurationManager/v1/objects/", $"/ConfigurationManager/v1/objects/storages/{a.StorageDeviceId}/" })
        {
            var url = (path.StartsWith('/') ? "/ConfigurationManager" + path : form + path).Replace("{B}", b.StorageDeviceId, StringComparison.Ordinal);
            var parts = url.Split('?');
            var body = method is "POST" or "PUT" ? Encoding.UTF8.GetBytes("{}") : [];
            var headers = new SimHeaders
            {
                { "Authorization", "Session " + arrays.Tokens["A"] },
                { "Remote-Authorization", "Session " + arrays.Tokens["B"] },
                { "Content-Length", body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture) },
            };
            var answer = await a.HandleAsync(new SimRequest(method, parts[0], parts.Length > 1 ? "?" + parts[1] : "", headers, body));

            var id = answer.Body.Length == 0 ? null : JsonNode.Parse(answer.Text)!["messageId"]?.GetValue<string>();
            Assert.True(answer.Status is not 405 and < 500, $"{row} {method} {url}: {answer.Status} {answer.Text}");
            Assert.True(id != UnknownUrl, $"{row} {method} {url} is unknown: {answer.Text}");
        }
    }

    [Fact]
    public async Task A_url_that_no_row_has_is_told_apart()
    {
        var arrays = new TwoArrays(Technology.TrueCopy, clones: false);
        var headers = new SimHeaders { { "Authorization", "Session " + arrays.Tokens["A"] } };
        var answer = await arrays.World["A"].HandleAsync(new SimRequest("GET", "/ConfigurationManager/v1/objects/remote-mirror-copypears", "", headers, default));

        Assert.Equal((404, UnknownUrl), (answer.Status, JsonNode.Parse(answer.Text)!["messageId"]!.GetValue<string>()));
    }
}
