using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Tests.Support;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Tests.Topologies;

public class TopologyTests
{
    private const string Odd = ":{}[]-,\"'\t\n#&*!|>%@`a1 ";

    private const string Good = """
        topology: v1
        name: t
        arrays:
          a:
            storageDeviceId: "900000040014"
            serialNumber: 40014
            users: { u: { password: secret-u } }
            volumes:
              - { ids: 1-4, size: 10G }
        copyGroups:
          - { name: g, technology: shadow-image, array: a, pairs: [ { name: v, pvol: 1, svol: 2 } ] }
        """;

    public static TheoryData<string> Examples() => [.. Directory.GetFiles(Repository.File("examples/topologies"), "*.yaml").Select(f => Path.GetFileName(f)!)];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_example_is_valid_and_starts(string file)
    {
        var topology = Topology.Load(Repository.File("examples/topologies/" + file)).Require();
        Assert.Equal(Path.GetFileNameWithoutExtension(file), topology.Name);
        Assert.Equal(topology.Arrays.Count, new SimulatedArrays(topology, new ManualTime()).Arrays.Count);
    }

    [Fact]
    public void The_topology_in_the_docs_is_valid()
    {
        var docs = File.ReadAllText(Repository.File("docs/simulator.md"));
        var start = docs.IndexOf("```yaml", StringComparison.Ordinal) + 8;
        Topology.Parse(docs[start..docs.IndexOf("```", start, StringComparison.Ordinal)]).Require();
    }

    [Theory]
    [InlineData("size: 10G", "size: 10X", 9, "no value of 'size'")]
    [InlineData("size: 10G", "sise: 10G", 9, "Did you mean 'size'?")]
    [InlineData("ids: 1-4", "ids: 4-1", 9, "no LDEV number or range")]
    [InlineData("ids: 1-4", "ids: 70000", 9, "no LDEV number or range")]
    [InlineData("serialNumber: 40014", "serialNumber: many", 6, "whole number")]
    [InlineData("\"900000040014\"", "\"9000\"", 5, "no storageDeviceId")]
    [InlineData("technology: shadow-image", "technology: shadowimage", 11, "Did you mean 'shadow-image'?")]
    [InlineData("array: a", "array: b", 11, "array 'b' is not in the topology")]
    [InlineData("svol: 2", "svol: 9", 11, "has no LDEV 9")]
    [InlineData("svol: 2", "svol: 2-3", 11, "1 P-VOLs and 2 S-VOLs")]
    [InlineData("password: secret-u", "password: abc", 7, "6 to 256 characters")]
    [InlineData("topology: v1", "topology: v2", 1, "no value of 'topology'")]
    [InlineData("name: t\n", "", 1, "needs 'name'")]
    [InlineData("name: t\n", "name: t\nname: u\n", 3, "given twice")]
    [InlineData("name: t\n", "name: &x t\n", 2, "anchors and aliases")]
    [InlineData("name: t\n", "name: !!str t\n", 2, "tags are not used")]
    [InlineData("name: t\n", "name: [t\n", 2, "not well-formed YAML")]
    [InlineData("    storageDeviceId", "\tstorageDeviceId", 5, "not well-formed YAML")]
    [InlineData("{ name: g,", "{ name: \"g,h\",", 11, "a name has 1 to 31")]
    public void A_mistake_is_told_with_its_line_and_its_mend(string good, string bad, int line, string text)
    {
        var result = Topology.Parse(Good.Replace(good, bad, StringComparison.Ordinal));
        Assert.False(result.IsValid);
        Assert.Contains(result.Diagnostics, d => d.Line == line && (d.Message + d.Help).Contains(text, StringComparison.Ordinal));
    }

    [Fact]
    public void All_mistakes_are_told_at_once_in_the_order_of_the_file()
    {
        var text = Good.Replace("size: 10G", "size: 10X", StringComparison.Ordinal).Replace("40014\n", "x\n", StringComparison.Ordinal).Replace("name: g", "nam: g", StringComparison.Ordinal);
        var lines = Topology.Parse(text).Diagnostics.Select(d => d.Line).Distinct().ToList();
        Assert.Equal([6, 9, 11], lines);
    }

    [Theory]
    [InlineData("")]
    [InlineData("- a\n- b\n")]
    [InlineData("just text")]
    [InlineData("---\n---\n")]
    [InlineData("topology: v1")]
    [InlineData("{")]
    [InlineData("a: [1, 2\nb: 3")]
    [InlineData("%YAML 9.9\n---\n")]
    public void Text_that_is_no_topology_is_a_diagnostic_not_an_exception(string text)
    {
        var result = Topology.Parse(text);
        Assert.False(result.IsValid);
        Assert.NotEmpty(result.Diagnostics);
        Assert.All(result.Diagnostics, d => Assert.True(d.Line >= 1 && d.Column >= 1));
    }

    [Fact]
    public void Nesting_size_and_count_have_their_limits()
    {
        foreach (var text in new[] { new string('[', 100_000), "a: " + new string('x', YamlTree.MaxCharacters), "a: [" + string.Join(",", Enumerable.Repeat("1", YamlTree.MaxNodes + 1)) + "]" })
            Assert.Single(Topology.Parse(text).Diagnostics);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_that_can_not_be_read_is_a_diagnostic(bool exists)
    {
        var path = exists ? Path.GetTempPath() : Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString());
        Assert.Contains("can't be read", Topology.Load(path).Diagnostics.Single().Message);
    }

    [Fact]
    public void Random_mutations_never_throw()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var good = File.ReadAllText(Repository.File("examples/topologies/five-mirrors-third-fails.yaml"));
        for (var i = 0; i < 500; i++)
        {
            var text = new StringBuilder(good);
            for (var n = random.Next(1, 6); n > 0; n--)
            {
                var at = random.Next(text.Length);
                if (random.Next(2) == 0)
                    text.Remove(at, Math.Min(random.Next(1, 20), text.Length - at));
                else
                    text.Insert(at, Odd[random.Next(Odd.Length)]);
            }
            try
            {
                var result = Topology.Parse(text.ToString());
                if (result.IsValid)
                    _ = new SimulatedArrays(result.Topology, new ManualTime());
                else
                    Assert.NotEmpty(result.Diagnostics);
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}, mutation {i}: {e}\n{text}");
            }
        }
    }

    [Fact]
    public void The_schema_knows_the_keys_the_reader_knows()
    {
        var schema = JsonNode.Parse(File.ReadAllText(Repository.File("schemas/topology.schema.json")))!;
        var unknownToReader = new List<string>();
        foreach (var (path, prefix, key) in Sections(schema))
        {
            foreach (var (name, _) in path["properties"]!.AsObject())
            {
                var text = prefix + $"{{ {name}: \"\" }}";
                if (Topology.Parse(text).Diagnostics.Any(d => d.Message.Contains($"'{name}' is no key of", StringComparison.Ordinal)))
                    unknownToReader.Add(key + "." + name);
            }
            // The reader names all its keys when one is far from every one of them.
            var help = Topology.Parse(prefix + "{ zzzzzzzzzzzzzzzzzzzzzzzz: 1 }").Diagnostics.First(d => d.Message.StartsWith("'zzz", StringComparison.Ordinal)).Help!;
            var known = help.Replace("Known: ", "", StringComparison.Ordinal).TrimEnd('.').Split(", ");
            Assert.Equal(path["properties"]!.AsObject().Select(p => p.Key).Order(StringComparer.Ordinal), known.Order(StringComparer.Ordinal));
        }
        Assert.Empty(unknownToReader);
    }

    private static IEnumerable<(JsonNode Schema, string Prefix, string Key)> Sections(JsonNode schema)
    {
        var top = schema["properties"]!;
        var array = top["arrays"]!["additionalProperties"]!;
        yield return (schema, "", "topology");
        yield return (array, "arrays:\n  a: ", "array");
        foreach (var key in new[] { "pools", "ports", "hostGroups", "volumes", "journals", "quorumDisks", "resourceGroups" })
            yield return (array["properties"]![key]!["items"]!, $"arrays:\n  a:\n    {key}:\n      - ", key);
        yield return (array["properties"]!["users"]!["additionalProperties"]!, "arrays:\n  a:\n    users:\n      u: ", "user");
        foreach (var key in new[] { "links", "copyGroups", "snapshotGroups", "faults" })
            yield return (top[key]!["items"]!, $"{key}:\n  - ", key);
        yield return (top["copyGroups"]!["items"]!["properties"]!["pairs"]!["items"]!, "copyGroups:\n  - pairs:\n    - ", "pair");
        foreach (var key in new[] { "timing", "switches", "clock" })
            yield return (top[key]!, $"{key}: ", key);
    }

    [Fact]
    public void Ten_thousand_pairs_are_ready_in_a_moment()
    {
        var text = new StringBuilder("topology: v1\nname: big\narrays:\n");
        foreach (var (alias, serial) in new[] { ("a", 40014), ("b", 40015) })
        {
            text.Append($"  {alias}:\n    storageDeviceId: \"9000000{serial}\"\n    serialNumber: {serial}\n    users: {{ u: {{ password: secret-u }} }}\n");
            text.Append("    volumes: [ { ids: 0-9999, size: 10G, hostWrites: 1M/s } ]\n    journals:\n");
            for (var j = 0; j < 250; j++)
                text.Append($"      - {{ id: {j} }}\n");
        }
        text.Append("links: [ { between: [a, b] } ]\ncopyGroups:\n");
        for (var g = 0; g < 500; g++)
        {
            var how = g < 250 ? $"technology: universal-replicator, journals: {{ primary: {g}, secondary: {g} }}" : "technology: truecopy";
            text.Append($"  - {{ name: g{g}, {how}, primary: a, secondary: b, pairs: [ {{ name: p, pvol: {g * 20}-{g * 20 + 19}, svol: {g * 20}-{g * 20 + 19} }} ] }}\n");
        }
        var watch = Stopwatch.StartNew();
        var topology = Topology.Parse(text.ToString()).Require();
        var parsed = watch.ElapsedMilliseconds;
        var world = new SimulatedArrays(topology, new ManualTime());
        Assert.Equal(10_000, world["a"].RemoteCopies.Groups.Sum(g => g.Pairs.Count));
        TestContext.Current.TestOutputHelper?.WriteLine($"parsed after {parsed} ms, ready after {watch.ElapsedMilliseconds} ms");
    }
}
