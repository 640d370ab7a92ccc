using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Tests.Support;

namespace RunbookEngine.Simulator.Tests.Snapshots;

/// <summary>Every cell of the Thin Image guide's table of command results, by row and column.</summary>
public class ThinImageCellTests
{
    /// <summary>did, no-op (success, nothing done) or rejected. SMPL is a pair that went between the request and its job.</summary>
    private const string Table = """
                create   | create+split | split    | resync   | restore  | delete
        SMPL    did      | rejected     | rejected | rejected | rejected | no-op
        COPY    no-op    | rejected     | rejected | no-op    | no-op    | rejected
        PAIR    no-op    | did          | did      | no-op    | no-op    | did
        PFUL    no-op    | did          | did      | no-op    | no-op    | did
        PSUS    rejected | no-op        | no-op    | did      | did      | did
        PFUS    rejected | no-op        | no-op    | did      | did      | did
        RCPY    no-op    | rejected     | rejected | no-op    | no-op    | rejected
        PSUE    rejected | rejected     | rejected | did      | rejected | did
        """;

    public static TheoryData<string, string, string> Cells()
    {
        var cells = new TheoryData<string, string, string>();
        foreach (var (status, command, expected) in CellTable.Read(Table))
            cells.Add(status, command, expected);
        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task In_the_status_the_command_has_the_result_of_the_table(string status, string command, string expected)
    {
        // The table is CCI's; the REST pages let a snapshot be stored at creation, so that cell needs the switch.
        var scene = await SnapshotScene.InAsync(status, "switches: { snapshotCreateSplitNeedsPair: true }\n");
        var before = await scene.StatusAsync();
        Assert.Equal(status, before);
        var earlier = scene.Site.World.Ledger.Since().Count;
        var job = status == "SMPL" && !command.StartsWith("create", StringComparison.Ordinal)
            ? await OnVanishedPairAsync(scene, command)
            : await scene.DoAsync(command);
        Assert.Equal(expected == "rejected" ? "Failed" : "Succeeded", job["state"]!.GetValue<string>());
        var entry = scene.Site.World.Ledger.Since(earlier)[^1];
        Assert.Equal(expected switch { "did" => "changed", "rejected" => "failed", _ => "no-op" }, entry.Effect);
        if (expected != "did")
            Assert.Equal(before, await scene.StatusAsync());
        if (expected == "rejected")
            Assert.StartsWith("KART300", job["error"]!["messageId"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_status_has_its_row() => Assert.Equal(SnapshotScene.Statuses, CellTable.Read(Table).Select(c => c.Status).Distinct());

    [Fact]
    public async Task A_snapshot_is_stored_at_creation_as_the_rest_pages_say_unless_the_switch_says_otherwise()
    {
        var scene = await SnapshotScene.InAsync("SMPL");
        await scene.DoAsync("create+split");
        scene.Site.Wait(10);
        Assert.Equal("PSUS", await scene.StatusAsync());
    }

    [Theory]
    [InlineData("COPY")]
    [InlineData("RCPY")]
    public async Task With_the_switch_a_pair_is_deleted_in_any_status(string status)
    {
        var scene = await SnapshotScene.InAsync(status, "switches: { snapshotDeleteWhileCopying: true }\n");
        Assert.Equal("Succeeded", (await scene.DoAsync("delete"))["state"]!.GetValue<string>());
        scene.Site.Wait(10);
        Assert.Equal("SMPL", await scene.StatusAsync());
    }

    [Theory]
    [InlineData("split")]
    [InlineData("resync")]
    [InlineData("restore")]
    [InlineData("clone")]
    [InlineData("assign-volume")]
    [InlineData("unassign-volume")]
    [InlineData("delete")]
    public async Task A_pair_that_is_not_there_is_answered_404_at_once(string command)
    {
        var scene = await SnapshotScene.InAsync("SMPL");
        var answer = command == "delete"
            ? await scene.Site.SendAsync("a", "DELETE", SnapshotScene.PairPath)
            : await scene.Site.SendAsync("a", "POST", $"{SnapshotScene.PairPath}/actions/{command}/invoke", """{"parameters":{}}""");
        Assert.Equal(404, answer.Status);
        Assert.Contains("KART30013-E", answer.Text);
    }

    private static async Task<JsonNode> OnVanishedPairAsync(SnapshotScene scene, string command)
    {
        await scene.CreateAsync();
        scene.Site.Wait(10);
        var job = command == "delete"
            ? await scene.Site.AcceptAsync("a", "DELETE", SnapshotScene.PairPath)
            : await scene.Site.AcceptAsync("a", "POST", $"{SnapshotScene.PairPath}/actions/{command}/invoke", """{"parameters":{}}""");
        scene.Pair!.Vanish();
        scene.Site.Wait(1);
        return await scene.Site.JobAsync("a", job);
    }
}
