using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Tests.Support;
using RunbookEngine.Simulator.Topologies;

namespace RunbookEngine.Simulator.Tests.Faults;

/// <summary>Which requests a fault happens to.</summary>
public class FaultSelectionTests
{
    private readonly Site _site = Site.TwoSites();

    [Theory]
    [InlineData("\"array\":\"tokyo\"", true)]
    [InlineData("\"array\":\"osaka\"", false)]
    [InlineData("\"method\":\"get\"", true)]
    [InlineData("\"method\":\"POST\"", false)]
    [InlineData("\"path\":\"ldevs/*\"", true)]
    [InlineData("\"path\":\"/ConfigurationManager/v1/*/ldevs/10?\"", true)]
    [InlineData("\"path\":\"ldevs\"", false)]
    [InlineData("\"path\":\"pools/*\"", false)]
    [InlineData("\"pathContains\":\"LDEVS/1\"", true)]
    [InlineData("\"action\":\"read\"", true)]
    [InlineData("\"action\":\"split\"", false)]
    [InlineData("\"copyGroup\":\"erp-ur-01\"", false)]
    [InlineData("\"controller\":1", true)]
    [InlineData("\"controller\":2", false)]
    [InlineData("\"at\":\"10s\"", false)]
    public async Task A_fault_happens_only_to_what_it_names(string selector, bool happens)
    {
        await _site.TokenAsync("tokyo");
        await _site.FaultAsync($$"""{"kind":"busy",{{selector}}}""");
        Assert.Equal(happens ? 503 : 200, (await ReadAsync()).Status);
    }

    [Fact]
    public async Task A_creation_is_named_by_the_copy_group_in_its_body()
    {
        await _site.FaultAsync("""{"kind":"busy","action":"create","copyGroup":"new"}""");
        const string body = """{"copyGroupName":"new","copyPairName":"p","replicationType":"SI","pvolLdevId":300,"svolLdevId":301,"isNewGroupCreation":true}""";
        Assert.Equal(202, (await _site.SendAsync("tokyo", "POST", "local-clone-copypairs", body.Replace("new", "other", StringComparison.Ordinal))).Status);
        Assert.Equal(503, (await _site.SendAsync("tokyo", "POST", "local-clone-copypairs", body.Replace("301", "302", StringComparison.Ordinal))).Status);
    }

    [Theory]
    [InlineData("\"nth\":3", "..x...")]
    [InlineData("\"skip\":3", "...x..")]
    [InlineData("\"times\":2", "xx....")]
    [InlineData("\"nth\":2,\"times\":3", ".xxx..")]
    [InlineData("\"times\":\"always\"", "xxxxxx")]
    public async Task A_fault_happens_from_its_turn_as_often_as_it_says(string count, string expected)
    {
        await _site.FaultAsync($$"""{"kind":"busy","path":"ldevs/*",{{count}}}""");
        Assert.Equal(expected, await SeriesAsync(6));
    }

    [Fact]
    public async Task Chance_is_the_same_for_the_same_seed_and_about_as_likely_as_it_says()
    {
        const string fault = """{"kind":"busy","path":"ldevs/*","times":"always","probability":0.3,"seed":SEED}""";
        var series = new List<string>();
        foreach (var seed in new[] { "7", "7", "8" })
        {
            var set = await _site.FaultAsync(fault.Replace("SEED", seed, StringComparison.Ordinal));
            series.Add(await SeriesAsync(400));
            await _site.ControlOkAsync("DELETE", "faults/" + set["id"]);
        }
        Assert.Equal(series[0], series[1]);
        Assert.NotEqual(series[0], series[2]);
        Assert.InRange(series[0].Count(c => c == 'x'), 80, 160);
    }

    [Fact]
    public async Task A_fault_that_is_taken_away_happens_no_more()
    {
        await _site.TokenAsync("tokyo");
        var fault = await _site.FaultAsync("""{"kind":"busy","times":"always"}""");
        Assert.Equal(503, (await ReadAsync()).Status);
        await _site.ControlOkAsync("DELETE", "faults/" + fault["id"]);
        Assert.Equal(200, (await ReadAsync()).Status);
        Assert.Equal(404, (await _site.ControlAsync("GET", "faults/" + fault["id"])).Status);
    }

    [Fact]
    public async Task Faults_of_the_topology_are_set_from_the_start()
    {
        var text = File.ReadAllText(Repository.File("examples/topologies/five-mirrors-third-fails.yaml"));
        var site = Site.Of(text);
        const string group = "remote-mirror-copygroups/900000040015,erp-ur-03,erp-ur-03P_,erp-ur-03S_/actions/split/invoke";
        for (var i = 0; i < 3; i++)
            Assert.Equal("Failed", (await site.DoAsync("tokyo", "POST", group, """{"parameters":{"replicationType":"UR"}}""", "osaka"))["state"]!.GetValue<string>());
        Assert.Equal(3, (await site.ControlOkAsync("GET", "faults/1"))["happened"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("""{"kind":"busi"}""", "busi")]
    [InlineData("""{}""", "kind")]
    [InlineData("""{"kind":"busy","array":"kyoto"}""", "kyoto")]
    [InlineData("""{"kind":"busy","nth":0}""", "nth")]
    [InlineData("""{"kind":"busy","nth":1,"skip":1}""", "skip")]
    [InlineData("""{"kind":"busy","probability":2}""", "probability")]
    [InlineData("""{"kind":"busy","for":"soon"}""", "soon")]
    [InlineData("""{"kind":"busy","bogus":1}""", "bogus")]
    [InlineData("""{"kind":"answer-slow"}""", "for")]
    [InlineData("""{"kind":"foreign-change","copyGroup":"g"}""", "change")]
    [InlineData("""{"kind":"array-gone"}""", "array")]
    [InlineData("""{"kind":"pool-full","array":"tokyo"}""", "pool")]
    [InlineData("""["busy"]""", "object")]
    [InlineData("""{"kind":""", "YAML")]
    [InlineData("", "object")]
    public async Task A_fault_that_is_wrong_is_refused_with_what_is_wrong(string body, string named)
    {
        var answer = await _site.ControlAsync("POST", "faults", body);
        Assert.Equal(400, answer.Status);
        Assert.Contains(named, answer.Text);
        Assert.Empty((await _site.ControlOkAsync("GET", "faults"))["data"]!.AsArray());
    }

    [Fact]
    public void Every_key_of_a_fault_works_in_a_topology_too()
    {
        var text = File.ReadAllText(Repository.File("examples/topologies/five-mirrors-third-fails.yaml"))
            + "  - { kind: busy, array: tokyo, controller: 1, method: GET, path: \"ldevs/*\", nth: 2, times: 3, probability: 0.5, seed: 4, at: 1m, for: 30s, status: 503, messageId: KART00003-E, afterEffect: true }\n"
            + "  - { kind: foreign-change, copyGroup: erp-ur-01, pair: db01, change: split, at: 5m }\n"
            + "  - { kind: lock-held, array: osaka, owner: somebody, for: 1m }\n"
            + "  - { kind: pool-full, array: osaka, pool: 0, at: 1h }\n";
        var result = Topology.Parse(text);
        Assert.Empty(result.Diagnostics);
        Assert.Equal(5, result.Require().Faults.Count);
    }

    private async Task<string> SeriesAsync(int count)
    {
        var series = "";
        for (var i = 0; i < count; i++)
            series += (await ReadAsync()).Status == 503 ? 'x' : '.';
        return series;
    }

    private Task<SimResponse> ReadAsync() => _site.SendAsync("tokyo", "GET", "ldevs/100");
}
