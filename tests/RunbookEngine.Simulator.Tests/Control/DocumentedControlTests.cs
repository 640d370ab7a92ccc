using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RunbookEngine.Simulator.Tests.Support;
using RunbookEngine.Simulator.Topologies;

namespace RunbookEngine.Simulator.Tests.Control;

/// <summary>docs/simulator.md says what is so.</summary>
public partial class DocumentedControlTests
{
    private static readonly string Text = File.ReadAllText(Repository.File("docs/simulator.md"));

    [Fact]
    public async Task Every_curl_example_of_the_control_address_works()
    {
        await using var stage = await Stage.OpenAsync(Topology.Load(Repository.File("examples/topologies/two-site.yaml")).Require(), sockets: false);
        var examples = Curl().Matches(Text);
        Assert.True(examples.Count >= 6);
        foreach (Match example in examples)
        {
            var body = example.Groups["body"] is { Success: true } b ? b.Value : null;
            var method = example.Groups["method"] is { Success: true } m ? m.Value : body is null ? "GET" : "POST";
            await stage.ControlAsync(method, example.Groups["path"].Value, body);
        }
    }

    [Fact]
    public void Every_kind_of_fault_is_described() => Assert.All(FaultKinds.All, kind => Assert.Contains($"`{kind}`", Text));

    [Fact]
    public void The_schema_knows_every_kind_of_fault()
    {
        var schema = JsonNode.Parse(File.ReadAllText(Repository.File("schemas/topology.schema.json")))!;
        var kinds = schema["properties"]!["faults"]!["items"]!["properties"]!["kind"]!["enum"]!.AsArray().Select(k => k!.GetValue<string>());
        Assert.Equal(FaultKinds.All.Order(), kinds.Order());
    }

    [GeneratedRegex("""curl -s (?:-X (?<method>\S+) )?\$CONTROL/control/(?<path>\S+)(?: -d '(?<body>[^']*)')?""")]
    private static partial Regex Curl();
}
