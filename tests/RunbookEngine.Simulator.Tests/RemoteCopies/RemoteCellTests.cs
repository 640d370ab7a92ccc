using RunbookEngine.Simulator.Tests.Support;

namespace RunbookEngine.Simulator.Tests.RemoteCopies;

/// <summary>Every cell of the CCI guide's command table for TrueCopy and Universal Replicator, and of the GAD guide's, by row and column.</summary>
public class RemoteCellTests
{
    /// <summary>did, no-op (success, nothing done), failed (the job), refused (409: name in use), gone (404).</summary>
    private const string Table = """
                create  | create nocopy | split r | split rw | split -P | delete | resync | swap (b) | SSWS (b) | takeover (b)
        SMPL    did     | did           | gone    | gone     | gone     | gone   | gone   | gone     | gone     | gone
        COPY    refused | refused       | did     | did      | failed   | did    | no-op  | no-op    | failed   | failed
        PAIR    refused | refused       | did     | did      | did      | did    | no-op  | no-op    | did      | did
        PFUL    refused | refused       | did     | did      | did      | did    | no-op  | no-op    | did      | did
        PSUS    refused | refused       | no-op   | no-op    | no-op    | did    | did    | did      | did      | did
        PFUS    refused | refused       | no-op   | no-op    | no-op    | did    | did    | failed   | did      | did
        PSUE    refused | refused       | no-op   | no-op    | no-op    | did    | did    | failed   | did      | did
        SSWS    refused | refused       | no-op   | no-op    | no-op    | did    | failed | did      | no-op    | no-op
        """;

    /// <summary>GAD: split from the P side and with SSWS at the S side, resync, swap, delete only when suspended and only where the volume goes on.</summary>
    /// <remarks>Source: global-active device guide, deleting pairs (babhgbfg): at the P side in PSUS or PSUE (Local), at the S side in SSWS (Local).</remarks>
    private const string GadTable = """
                create  | split | delete | delete (b) | resync | swap (b) | SSWS (b)
        SMPL    did     | gone  | gone   | gone       | gone   | gone     | gone
        COPY    refused | did   | failed | failed     | no-op  | no-op    | failed
        PAIR    refused | did   | failed | failed     | no-op  | no-op    | did
        PSUS    refused | no-op | did    | failed     | did    | did      | did
        PSUE    refused | no-op | did    | failed     | did    | failed   | did
        SSWS    refused | no-op | failed | did        | failed | did      | no-op
        """;

    public static TheoryData<string, string, string, string> Cells()
    {
        var cells = new TheoryData<string, string, string, string>();
        foreach (var technology in new[] { "TC", "UR", "GAD" })
        {
            foreach (var (status, command, expected) in CellTable.Read(technology == "GAD" ? GadTable : Table))
            {
                if (technology == "UR" || status is not ("PFUL" or "PFUS"))
                    cells.Add(technology, status, command, expected);
            }
        }
        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task In_the_status_the_command_does_what_the_table_says(string technology, string status, string command, string expected)
    {
        var scene = await RemoteScene.InAsync(technology, status);
        var before = await scene.StatusAsync();
        var asked = command.EndsWith("(b)", StringComparison.Ordinal) ? "b" : "a";
        var (method, path, body) = Request(scene, technology, command, asked);
        if (expected is "gone" or "refused")
        {
            var answer = await scene.Site.SendAsync(asked, method, path, body, RemoteScene.Other(asked));
            Assert.Equal(expected == "gone" ? 404 : 409, answer.Status);
            Assert.Empty(scene.Site.World.Ledger.Since().Skip(status == "COPY" ? 1 : 0));
            return;
        }
        var earlier = scene.Site.World.Ledger.Since().Count;
        var job = await scene.Site.DoAsync(asked, method, path, body, RemoteScene.Other(asked));
        Assert.Equal(expected == "failed" ? "Failed" : "Succeeded", job["state"]!.GetValue<string>());
        Assert.Equal(expected == "did" ? "changed" : expected, Assert.Single(scene.Site.World.Ledger.Since(earlier)).Effect);
        if (expected != "did")
            Assert.Equal(before, await scene.StatusAsync());
    }

    private static (string Method, string Path, string? Body) Request(RemoteScene scene, string technology, string command, string asked)
    {
        var group = RemoteScene.GroupPath(asked);
        (string, string, string?) Act(string action, string parameters = "") =>
            ("POST", $"{group}/actions/{action}/invoke", scene.ActionBody(action, parameters));
        return command switch
        {
            "create" => ("POST", "remote-mirror-copypairs", scene.CreateBody()),
            "create nocopy" => ("POST", "remote-mirror-copypairs", scene.CreateBody(""","doInitialCopy":false""")),
            "split" => Act("split"),
            "split r" => Act("split", "\"svolAccessMode\":\"r\""),
            "split rw" => Act("split", "\"svolAccessMode\":\"rw\""),
            "split -P" => Act("split", technology == "TC" ? "\"doPvolWriteProtect\":true" : "\"doDataSuspend\":true"),
            "delete" or "delete (b)" => ("DELETE", group, null),
            "resync" => Act("resync"),
            "swap (b)" => Act("resync", "\"doSwapSvol\":true"),
            "SSWS (b)" => Act("split", "\"svolOperationMode\":\"SSWS\""),
            _ => Act("takeover", "\"mode\":\"forceSplit\""),
        };
    }
}
