using RunbookEngine.Simulator.Tests.Support;

namespace RunbookEngine.Simulator.Tests.LocalCopies;

/// <summary>Every cell of the ShadowImage guide's "pair status and tasks" and of the CCI guide's command table, by row and column.</summary>
public class ShadowImageCellTests
{
    /// <summary>did, no-op (success, nothing done), failed (the job), gone (404: the pair is not listed).</summary>
    private const string Table = """
                      create another | split  | resync | restore | suspend | delete
        SMPL          did            | gone   | gone   | gone    | gone    | gone
        SMPL(PD)      failed         | gone   | gone   | gone    | gone    | gone
        COPY(PD)      did            | did    | no-op  | failed  | did     | did
        PAIR          did            | did    | no-op  | failed  | did     | did
        COPY(SP)      did            | failed | no-op  | failed  | did     | did
        PSUS(SP)      did            | no-op  | did    | failed  | did     | failed
        PSUS          did            | no-op  | did    | did     | did     | did
        COPY(RS)      did            | failed | no-op  | failed  | did     | did
        COPY(RS-R)    failed         | failed | no-op  | failed  | did     | did
        PSUE          did            | no-op  | did    | failed  | no-op   | did
        """;

    public static TheoryData<string, string, string> Cells()
    {
        var cells = new TheoryData<string, string, string>();
        foreach (var (state, command, expected) in CellTable.Read(Table))
            cells.Add(state, command, expected);
        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task In_the_state_the_command_does_what_the_table_says(string state, string command, string expected)
    {
        var scene = await LocalScene.InAsync(state);
        var before = await scene.StatusAsync();
        if (expected == "gone")
        {
            var (method, path) = command == "delete" ? ("DELETE", LocalScene.PairPath)
                : ("POST", $"{LocalScene.PairPath}/actions/{(command == "suspend" ? "split" : command)}/invoke");
            var answer = await scene.Site.SendAsync("a", method, path);
            Assert.Equal(404, answer.Status);
            Assert.Contains("KART30013-E", answer.Text);
            return;
        }
        var earlier = scene.Site.World.Ledger.Since().Count;
        var job = await scene.DoAsync(command);
        Assert.Equal(expected == "failed" ? "Failed" : "Succeeded", job["state"]!.GetValue<string>());
        var entry = Assert.Single(scene.Site.World.Ledger.Since(earlier));
        Assert.Equal(expected == "did" ? "changed" : expected, entry.Effect);
        if (expected != "did")
            Assert.Equal(before, await scene.StatusAsync());
        if (expected == "failed")
            Assert.Equal("KART30000-E", job["error"]!["messageId"]!.GetValue<string>());
    }

    [Fact]
    public void Every_state_of_the_guide_has_its_row() =>
        Assert.Equal(LocalScene.States.Order(), CellTable.Read(Table).Select(c => c.Status).Distinct().Order());
}
