using RunbookEngine.Simulator.Clocks;
using RunbookEngine.Simulator.Tests.Support;
using RunbookEngine.Simulator.Topologies;

namespace RunbookEngine.Simulator.Tests.Control;

public class ControlTests
{
    private const string Group = "remote-mirror-copygroups/900000040015,erp-ur-01,erp-ur-01P_,erp-ur-01S_";

    private readonly Site _site = Site.TwoSites();

    [Fact]
    public async Task The_clock_jumps_and_changes_its_speed()
    {
        await using var stage = await Stage.OpenAsync(Topology.Load(Repository.File("examples/topologies/two-site.yaml")).Require(), sockets: false);
        var before = DateTimeOffset.Parse((await stage.ControlAsync("GET", "clock"))["now"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);
        var after = await stage.ControlAsync("POST", "clock", """{"advance":"90m","speed":60}""");
        Assert.Equal(before.AddMinutes(90), DateTimeOffset.Parse(after["now"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(60, after["speed"]!.GetValue<double>());
        stage.Wait(60);
        after = await stage.ControlAsync("GET", "clock");
        Assert.Equal(before.AddMinutes(150), DateTimeOffset.Parse(after["now"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("clock", """{}""", 400)]
    [InlineData("clock", """{"speed":0}""", 400)]
    [InlineData("clock", """{"advance":"-1s"}""", 400)]
    [InlineData("clock", """{"advance":"99999h"}""", 400)]
    [InlineData("clock", """{"speed":10}""", 409)]
    [InlineData("links", """{"up":false}""", 400)]
    [InlineData("links", """{"between":["tokyo","kyoto"],"up":false}""", 400)]
    [InlineData("arrays", """{"array":"kyoto"}""", 400)]
    [InlineData("arrays", """{"array":"tokyo","restart":3}""", 400)]
    [InlineData("pairs", """{"copyGroup":"erp-ur-01"}""", 400)]
    [InlineData("pairs", """{"copyGroup":"nowhere","change":"split"}""", 404)]
    [InlineData("pools", """{"array":"tokyo","pool":7,"state":"full"}""", 400)]
    [InlineData("pools", """{"array":"tokyo","pool":1}""", 400)]
    [InlineData("nothing", "{}", 404)]
    [InlineData("ledger", "{}", 405)]
    public async Task A_wrong_request_is_answered_with_what_is_wrong(string path, string body, int status)
    {
        var answer = await _site.ControlAsync("POST", path, body);
        Assert.Equal(status, answer.Status);
        Assert.NotEmpty(Site.Parse(answer)["message"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_line_goes_down_and_comes_back()
    {
        var link = (await _site.ControlOkAsync("POST", "links", """{"between":["osaka","tokyo"],"up":false,"bandwidth":"10M/s"}"""))["data"]![0]!;
        Assert.Equal((false, false, 10L << 20), (link["up"]!.GetValue<bool>(), link["connected"]!.GetValue<bool>(), link["bytesPerSecond"]!.GetValue<long>()));
        await _site.ControlOkAsync("POST", "links", """{"between":["tokyo","osaka"],"up":true}""");
        Assert.True((await _site.ControlOkAsync("GET", "links"))["data"]![0]!["connected"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Host_writes_make_the_difference_a_resync_has_to_move()
    {
        await _site.DoAsync("tokyo", "POST", Group + "/actions/split/invoke", """{"parameters":{"replicationType":"UR"}}""", "osaka");
        _site.Wait(60);
        await _site.ControlOkAsync("POST", "pairs", """{"copyGroup":"erp-ur-01","hostWrites":"1K/s"}""");
        await _site.ControlOkAsync("POST", "pairs", """{"copyGroup":"erp-ur-01","pair":"db01","write":"10G"}""");
        await ResyncAsync();
        _site.Wait(105);
        var rows = (await _site.ControlOkAsync("GET", "pairs?copyGroup=erp-ur-01"))["data"]!.AsArray();
        Assert.Equal(["COPY", "PAIR"], rows.Select(r => r!["pvolStatus"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_local_pair_deleted_by_somebody_else_is_listed_until_the_list_is_refreshed()
    {
        await _site.ControlOkAsync("POST", "pairs", """{"copyGroup":"erp-si-01","pair":"bk01","change":"delete","array":"tokyo"}""");
        const string pairs = "local-clone-copypairs?localCloneCopyGroupId=erp-si-01,erp-si-01P_,erp-si-01S_";
        Assert.Equal(4, (await _site.GetAsync("tokyo", pairs))["data"]!.AsArray().Count);
        Assert.Equal(3, (await _site.GetAsync("tokyo", pairs + "&refresh=true"))["data"]!.AsArray().Count);
    }

    [Fact]
    public async Task The_ledger_is_filtered_cleared_and_goes_on_counting()
    {
        await ResyncAsync();
        await _site.DoAsync("tokyo", "PATCH", "ldevs/300", """{"label":"x"}""");
        Assert.Equal("no-op", Assert.Single((await _site.ControlOkAsync("GET", "ledger?action=resync"))["data"]!.AsArray())!["effect"]!.GetValue<string>());
        Assert.Single((await _site.ControlOkAsync("GET", "ledger?effect=changed&array=tokyo"))["data"]!.AsArray());
        Assert.Single((await _site.ControlOkAsync("GET", "ledger?since=1"))["data"]!.AsArray());
        await _site.ControlOkAsync("DELETE", "ledger");
        Assert.Empty((await _site.ControlOkAsync("GET", "ledger"))["data"]!.AsArray());
        await ResyncAsync();
        Assert.Equal(3, (await _site.ControlOkAsync("GET", "ledger"))["data"]![0]!["sequence"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_controller_restarts_and_locks_and_sessions_are_seen()
    {
        await _site.TokenAsync("tokyo");
        var array = (await _site.ControlOkAsync("POST", "arrays", """{"array":"tokyo","lock":"somebody"}"""))["data"]![0]!;
        Assert.Equal((1, "somebody"), (array["sessions"]!.GetValue<int>(), array["lockedBy"]![0]!.GetValue<string>()));
        array = (await _site.ControlOkAsync("POST", "arrays", """{"array":"tokyo","restart":1,"for":"30s","unlock":true}"""))["data"]![0]!;
        Assert.Equal((0, 0), (array["sessions"]!.GetValue<int>(), array["lockedBy"]!.AsArray().Count));
        Assert.Equal(503, (await _site.World["tokyo"].HandleAsync(new Http.SimRequest("GET", Site.Objects + "storages", "", [], default))).Status);
    }

    [Fact]
    public void A_clock_does_not_go_back() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ScaledClock(new ManualTime(), 1).Advance(TimeSpan.FromSeconds(-1)));

    private Task<System.Text.Json.Nodes.JsonNode> ResyncAsync() =>
        _site.DoAsync("tokyo", "POST", Group + "/actions/resync/invoke", """{"parameters":{"replicationType":"UR"}}""", "osaka");
}
