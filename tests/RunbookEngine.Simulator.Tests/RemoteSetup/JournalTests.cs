using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Tests.Support;

namespace RunbookEngine.Simulator.Tests.RemoteSetup;

public class JournalTests
{
    private readonly Site _site = Site.TwoSites();

    [Theory]
    [InlineData("")]
    [InlineData("?journalInfo=")]
    [InlineData("?journalInfo=all")]
    public async Task The_depth_must_be_named(string query) => Assert.Equal(400, (await _site.SendAsync("tokyo", "GET", "journals" + query)).Status);

    [Theory]
    [InlineData("basic", "usageRate", "qMarker", "qCount", "journalStatus", "numOfActivePaths", "byteFormatCapacity")]
    [InlineData("detail", "copySpeed", "dataOverflowWatchInSeconds", "mirrorUnits")]
    [InlineData("timer", "dataOverflowWatchInSeconds", "pathBlockadeWatchInMinutes")]
    public async Task Each_depth_has_its_attributes(string depth, params string[] names)
    {
        var first = (await _site.GetAsync("tokyo", "journals?journalInfo=" + depth))["data"]![0]!.AsObject();
        Assert.All(names, n => Assert.True(first.ContainsKey(n), n));
    }

    [Fact]
    public async Task Status_tells_the_side_and_what_became_of_the_mirror()
    {
        Assert.Equal("PJNN", await StatusAsync("tokyo", 1));
        Assert.Equal("SJNN", await StatusAsync("osaka", 1));
        // hr runs the other way round.
        Assert.Equal("SJNN", await StatusAsync("tokyo", 13));
        await _site.DoAsync("tokyo", "POST", "remote-mirror-copygroups/900000040015,erp-ur-01,erp-ur-01P_,erp-ur-01S_/actions/split/invoke",
            """{"parameters":{"replicationType":"UR"}}""", "osaka");
        _site.Wait(60);
        Assert.Equal("PJSN", await StatusAsync("tokyo", 1));
        Assert.Equal("SJSN", await StatusAsync("osaka", 1));
    }

    /// <remarks>Source: REST API guide, getting information about a specific journal (HCSR0325): the basic form, one mirror unit alone.</remarks>
    [Fact]
    public async Task One_journal_by_its_number_is_shown_with_the_backlog_of_one_mirror()
    {
        var journal = (await _site.GetAsync("tokyo", "journals/1")).AsObject();
        Assert.All(["journalId", "muNumber", "consistencyGroupId", "journalStatus", "numOfActivePaths", "usageRate", "qMarker", "qCount", "byteFormatCapacity", "blockCapacity", "numOfLdevs"],
            name => Assert.True(journal.ContainsKey(name), name));
        Assert.Equal("PJNN", journal["journalStatus"]!.GetValue<string>());
        Assert.False(journal.ContainsKey("mirrorUnits"));
        Assert.Equal("SJNN", (await _site.GetAsync("osaka", "journals/1"))["journalStatus"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_journal_that_fills_says_so_and_one_without_a_pair_is_simplex()
    {
        foreach (var link in _site.World.Links)
            link.LineUp = false;
        _site.World.LinksChanged();
        _site.Wait(250);
        var row = await RowAsync("tokyo", 1);
        Assert.True(row["usageRate"]!.GetValue<int>() > 10);
        Assert.True(row["qCount"]!.GetValue<long>() > 0);
        Assert.Equal(0, row["numOfActivePaths"]!.GetValue<int>());
        await _site.DoAsync("tokyo", "POST", "journals", """{"journalId":20,"ldevIds":[320]}""");
        Assert.Equal("SMPL", await StatusAsync("tokyo", 20));
    }

    [Fact]
    public async Task A_journal_is_made_changed_expanded_shrunk_and_deleted()
    {
        var job = await _site.DoAsync("tokyo", "POST", "journals", """{"journalId":20,"ldevIds":[320]}""");
        Assert.Equal("Succeeded", job["state"]!.GetValue<string>());
        Assert.Equal(320, (await _site.GetAsync("tokyo", "journals/20"))["firstLdevId"]!.GetValue<int>());
        Assert.Contains("JNL", (await _site.GetAsync("tokyo", "ldevs/320"))["attributes"]!.ToJsonString());
        Assert.Equal(320, Assert.Single((await _site.GetAsync("tokyo", "ldevs?journalId=20"))["data"]!.AsArray())!["ldevId"]!.GetValue<int>());
        Assert.Equal(409, (await _site.SendAsync("tokyo", "POST", "journals", """{"journalId":20,"ldevIds":[321]}""")).Status);
        await _site.DoAsync("tokyo", "PATCH", "journals/20",
            """{"dataOverflowWatchInSeconds":0,"isCacheModeEnabled":false,"copySpeed":10,"mirrorUnit":{"muNumber":1,"copyPace":"H","pathBlockadeWatchInMinutes":60}}""");
        var journal = (await _site.GetAsync("tokyo", "journals?journalInfo=detail"))["data"]!.AsArray().Single(j => j!["journalId"]!.GetValue<int>() == 20)!;
        Assert.Equal((0, 10, "H"), (journal["dataOverflowWatchInSeconds"]!.GetValue<int>(), journal["copySpeed"]!.GetValue<int>(), journal["mirrorUnits"]![1]!["copyPace"]!.GetValue<string>()));
        await _site.DoAsync("tokyo", "POST", "journals/20/actions/expand/invoke", """{"parameters":{"startLdevId":321,"endLdevId":322}}""");
        Assert.Equal("60.00 G", (await _site.GetAsync("tokyo", "journals/20"))["byteFormatCapacity"]!.GetValue<string>());
        await _site.DoAsync("tokyo", "POST", "journals/20/actions/shrink/invoke", """{"parameters":{"ldevIds":[321]}}""");
        Assert.Equal("Succeeded", (await _site.DoAsync("tokyo", "DELETE", "journals/20"))["state"]!.GetValue<string>());
        Assert.DoesNotContain("JNL", (await _site.GetAsync("tokyo", "ldevs/322"))["attributes"]!.ToJsonString());
        Assert.Equal("Failed", (await _site.DoAsync("tokyo", "DELETE", "journals/1"))["state"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("""{"journalId":256,"ldevIds":[320]}""")]
    [InlineData("""{"journalId":20,"ldevIds":[320,321,322]}""")]
    [InlineData("""{"journalId":20,"startLdevId":321,"endLdevId":320}""")]
    [InlineData("""{"journalId":20,"startLdevId":320,"endLdevId":322}""")]
    [InlineData("""{"journalId":20}""")]
    public async Task A_creation_outside_the_rules_is_refused(string body) =>
        Assert.Equal(400, (await _site.SendAsync("tokyo", "POST", "journals", body)).Status);

    [Theory]
    [InlineData("copySpeed", "11")]
    [InlineData("dataOverflowWatchInSeconds", "601")]
    [InlineData("mirrorUnit", """{"muNumber":4}""")]
    [InlineData("mirrorUnit", """{"copyPace":"L"}""")]
    [InlineData("mirrorUnit", """{"muNumber":1,"copyPace":"X"}""")]
    public async Task A_setting_out_of_range_is_refused(string name, string value) =>
        Assert.Equal(400, (await _site.SendAsync("tokyo", "PATCH", "journals/1", $$"""{"{{name}}":{{value}}}""")).Status);

    [Fact]
    public async Task The_copy_speed_is_not_changed_while_anybody_holds_a_lock()
    {
        const string service = "/ConfigurationManager/v1/services/resource-group-service/actions/";
        await _site.DoAsync("tokyo", "POST", service + "lock/invoke", """{"parameters":{"waitTime":0}}""");
        Assert.Equal("Failed", (await _site.DoAsync("tokyo", "PATCH", "journals/1", """{"copySpeed":10}"""))["state"]!.GetValue<string>());
        await _site.DoAsync("tokyo", "POST", service + "unlock/invoke");
        Assert.Equal("Succeeded", (await _site.DoAsync("tokyo", "PATCH", "journals/1", """{"copySpeed":10}"""))["state"]!.GetValue<string>());
    }

    private async Task<JsonNode> RowAsync(string array, int journal) =>
        (await _site.GetAsync(array, "journals?journalInfo=basic"))["data"]!.AsArray().Single(j => j!["journalId"]!.GetValue<int>() == journal)!;

    private async Task<string> StatusAsync(string array, int journal) => (await RowAsync(array, journal))["journalStatus"]!.GetValue<string>();
}
