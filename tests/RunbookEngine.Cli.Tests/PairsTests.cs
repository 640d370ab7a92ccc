using System.Diagnostics;
using System.Text;
using System.Text.Json;
using RunbookEngine.Activities.Connections;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Environments;
using RunbookEngine.Operations.PairHealth;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Simulator.Hosting;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;
using RunbookEngine.Testing;

namespace RunbookEngine.Cli.Tests;

/// <summary><c>runbook pairs</c>: what it finds, what it asks of the arrays, and what it says to a monitoring system.</summary>
public sealed class PairsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_thousand_pairs_in_five_hundred_groups_take_a_request_for_each_link_and_journal_list_and_local_group()
    {
        var site = new Site(Large(remote: 450, local: 50));
        var watch = Stopwatch.StartNew();
        TimeSpan? first = null;
        var groups = new List<CopyGroupAnswer>();
        await foreach (var group in site.Reader().ReadAsync(Stop))
        {
            first ??= watch.Elapsed;
            groups.Add(group);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"first row after {first}, all after {watch.Elapsed}, {site.Requests.Count} requests");
        Assert.Equal((500, 10_000), (groups.Count, groups.Sum(g => g.PairCount)));
        var reads = site.Requests.Where(r => r.StartsWith("GET", StringComparison.Ordinal) && !r.Contains("/sessions", StringComparison.Ordinal)).ToList();
        // Two lists of each array, a list between them, the journals of each, and the pairs of each local group.
        Assert.InRange(reads.Count, 50 + 7, 50 + 7 + 4);
        Assert.DoesNotContain(reads, r => r.Contains("copypairs/", StringComparison.Ordinal));
        Assert.True(first < TimeSpan.FromSeconds(5), $"the first row came after {first}");
    }

    [Fact]
    public async Task What_the_environment_expects_is_compared_with_what_the_arrays_tell()
    {
        var site = new Site(Topology.Parse(Small).Require(), """
            expect:
              "tc*": { status: PAIR, pvolAt: osaka, pairs: 5 }
              si: { status: PAIR, technology: shadow-image }
              gad: { status: PAIR, ioMode: mirror }
              lost: { status: PAIR }
            """);
        var groups = await site.ReadAsync();

        Assert.Equal(["P-VOLs at tokyo, expected at osaka", "2 pairs, expected are at least 5"], groups["tc"].Drift);
        Assert.Contains("PSUS/SSUS, expected PAIR", Assert.Single(groups["si"].Drift));
        Assert.Equal(("ok", 0), (groups["gad"].Health, groups["gad"].Reasons.Count));
        Assert.Equal(("critical", "expected, and no array has it"), (groups["lost"].Health, groups["lost"].Reasons[0]));
        Assert.Equal("critical", PairsAnswer.Of("x", default, groups.Values, []).Health);
    }

    [Fact]
    public async Task Groups_behind_the_fence_are_not_told()
    {
        var groups = await new Site(Topology.Parse(Small).Require(), "fence: { allow: ['tc', 'gad'], deny: ['gad'] }").ReadAsync();
        Assert.Equal(["tc"], groups.Keys);
    }

    [Theory]
    [InlineData("tokyo")]
    [InlineData("osaka")]
    [InlineData("tokyo", "osaka")]
    public async Task An_array_that_is_gone_is_a_trouble_and_what_only_it_knows_is_a_question_mark(params string[] gone)
    {
        var site = new Site(Topology.Parse(Small).Require(), "limits: { goneAfterInDisaster: 1s }\nexpect: { tc: { status: PAIR } }") { Gone = [.. gone] };
        var reader = site.Reader();
        var groups = new List<CopyGroupAnswer>();
        await foreach (var group in reader.ReadAsync(Stop))
            groups.Add(group);
        var answer = PairsAnswer.Of("x", default, groups, reader.Troubles);

        Assert.NotEmpty(answer.Troubles);
        Assert.NotEqual("ok", answer.Health);
        var tc = Assert.Single(answer.Items, g => g.CopyGroup == "tc");
        Assert.Contains("?", tc.Statuses.Select(s => s.PvolStatus).Concat(tc.Statuses.Select(s => s.SvolStatus)));
        Assert.Equal("unknown", tc.Health);
        if (!gone.Contains("tokyo"))
            Assert.Contains(answer.Items, g => g is { CopyGroup: "si", Health: "ok" });
    }

    [Fact]
    public void Every_technology_and_pair_of_statuses_has_a_health_and_errors_are_never_ok()
    {
        var judge = new HealthJudge();
        foreach (var technology in Enum.GetValues<Technology>())
            foreach (var p in Enum.GetValues<PairStatus>())
                foreach (var s in Enum.GetValues<PairStatus>())
                {
                    var found = judge.Judge(technology, [Pair(technology, p, s)], "tokyo", [], null);
                    var health = Healths.Worst(found.Select(f => f.Health));
                    var bad = new[] { p, technology == Technology.ThinImage ? p : s };
                    if (bad.Any(b => b is PairStatus.PSUE or PairStatus.PFUS or PairStatus.SSWS || b == PairStatus.SMPL && !bad.Contains(PairStatus.Unknown)))
                        Assert.Equal(Health.Critical, health);
                    else if (bad.Contains(PairStatus.Unknown))
                        Assert.Equal(Health.Unknown, health);
                    else if (bad.All(b => b == PairStatus.PAIR))
                        Assert.Equal(Health.Ok, health);
                    Assert.Equal(health == Health.Ok, found.Count == 0);
                }
    }

    [Fact]
    public void A_gad_pair_in_PAIR_that_one_side_blocks_is_critical()
    {
        var pair = Pair(Technology.GlobalActiveDevice, PairStatus.PAIR, PairStatus.PAIR);
        pair = pair with { Pvol = pair.Pvol with { IoMode = "L/M" }, Svol = pair.Svol with { IoMode = "B/B" } };
        var found = Assert.Single(new HealthJudge().Judge(Technology.GlobalActiveDevice, [pair], "tokyo", [], null));
        Assert.Equal(Health.Critical, found.Health);
        Assert.Contains("one side only", found.Why);
    }

    [Theory]
    [InlineData(49, Health.Ok)]
    [InlineData(50, Health.Warning)]
    [InlineData(80, Health.Critical)]
    public void Journal_usage_has_two_thresholds(int usage, Health health)
    {
        var pair = Pair(Technology.UniversalReplicator, PairStatus.PAIR, PairStatus.PAIR);
        var found = new HealthJudge().Judge(Technology.UniversalReplicator, [pair], "tokyo", [new JournalAnswer("tokyo", 1, "PJNN", usage, 5)], null);
        Assert.Equal(health, Healths.Worst(found.Select(f => f.Health)));
    }

    [Fact]
    public async Task The_exit_code_is_that_of_a_monitoring_plug_in()
    {
        var folder = Directory.CreateTempSubdirectory();
        var file = Path.Combine(folder.FullName, "topology.yaml");
        try
        {
            foreach (var (status, exit) in new[] { ("PAIR", 0), ("PSUS", 1), ("PSUE", 2) })
            {
                await File.WriteAllTextAsync(file, Small.Replace("name: tc, technology: truecopy", $"name: tc, status: {status}, technology: truecopy", StringComparison.Ordinal), Stop);
                var (code, output, error) = await RunAsync("pairs", "tc", "--simulate", file, "--summary");
                Assert.Equal((exit, ""), (code, error));
                Assert.StartsWith($"PAIRS {((Health)exit).ToString().ToUpperInvariant()} - 1 copy groups with 2 pairs", output);
                Assert.Contains("| groups=1 pairs=2", output);
            }

            Assert.Equal(3, (await RunAsync("pairs", "nothing-here", "--simulate", file)).Exit);
            Assert.Equal(3, (await RunAsync("pairs", "--environment", Path.Combine(folder.FullName, "none.yaml"))).Exit);
            Assert.Equal(2, (await RunAsync("pairs", "--no-such-option")).Exit);
            Assert.Equal(2, (await RunAsync("pairs")).Exit);
            var (_, json, _) = await RunAsync("pairs", "--simulate", file, "--output", "json", "--pairs");
            var document = JsonElement.Parse(json);
            Assert.Equal(3, document.GetProperty("items").GetArrayLength());
            Assert.Equal(2, document.GetProperty("items").EnumerateArray().First(i => i.GetProperty("copyGroup").GetString() == "tc").GetProperty("pairs").GetArrayLength());
        }
        finally
        {
            folder.Delete(true);
        }
    }

    private const string Small = """
        topology: v1
        name: small
        arrays:
          tokyo:
            storageDeviceId: "900000040014"
            serialNumber: 40014
            users: { runbook: { password: secret-t, roles: [administrator] } }
            quorumDisks: [ { id: 0, remoteArray: osaka } ]
            volumes: [ { ids: 100-139, size: 2G } ]
          osaka:
            storageDeviceId: "900000040015"
            serialNumber: 40015
            users: { runbook: { password: secret-o, roles: [administrator] } }
            quorumDisks: [ { id: 0, remoteArray: tokyo } ]
            volumes: [ { ids: 100-139, size: 2G } ]
        links: [ { between: [tokyo, osaka] } ]
        copyGroups:
          - { name: tc, technology: truecopy, primary: tokyo, secondary: osaka, fenceLevel: NEVER, pairs: [ { name: p, pvol: 100-101, svol: 100-101 } ] }
          - { name: gad, technology: global-active-device, primary: tokyo, secondary: osaka, quorumDisk: 0, pairs: [ { name: p, pvol: 107-108, svol: 107-108 } ] }
          - { name: si, technology: shadow-image, array: tokyo, status: PSUS, pairs: [ { name: p, pvol: 120-122, svol: 130-132 } ] }
        """;

    private static Topology Large(int remote, int local)
    {
        var text = new StringBuilder("topology: v1\nname: large\narrays:\n");
        foreach (var (alias, serial) in new[] { ("tokyo", 40014), ("osaka", 40015) })
        {
            text.Append($"  {alias}:\n    storageDeviceId: \"9000000{serial}\"\n    serialNumber: {serial}\n    users: {{ runbook: {{ password: secret-{alias[0]}, roles: [administrator] }} }}\n");
            text.Append("    volumes: [ { ids: 0-12999, size: 10G } ]\n    journals:\n");
            for (var j = 0; j < 200; j++)
                text.Append($"      - {{ id: {j} }}\n");
        }

        text.Append("links: [ { between: [tokyo, osaka] } ]\ncopyGroups:\n");
        for (var g = 0; g < remote; g++)
        {
            var how = g < 200 ? $"technology: universal-replicator, journals: {{ primary: {g}, secondary: {g} }}" : "technology: truecopy";
            text.Append($"  - {{ name: r{g:000}, {how}, primary: tokyo, secondary: osaka, pairs: [ {{ name: p, pvol: {g * 20}-{g * 20 + 19}, svol: {g * 20}-{g * 20 + 19} }} ] }}\n");
        }

        for (var g = remote; g < remote + local; g++)
            text.Append($"  - {{ name: l{g:000}, technology: shadow-image, array: tokyo, pairs: [ {{ name: p, pvol: {g * 20}-{g * 20 + 19}, svol: {10000 + (g - remote) * 20}-{10000 + (g - remote) * 20 + 19} }} ] }}\n");
        return Topology.Parse(text.ToString()).Require();
    }

    private static Pair Pair(Technology technology, PairStatus p, PairStatus s)
    {
        var group = CopyGroupRef.Of(technology, "900000040014", "g", technology.IsRemote() ? "900000040015" : null);
        PairVolume Side(PairStatus status) => new() { Status = status, StatusText = status == PairStatus.Unknown ? null : status.ToString() };
        return new Pair { Ref = new PairRef(group, "p"), Technology = technology, Pvol = Side(p), Svol = Side(s) };
    }

    private static async Task<(int Exit, string Out, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var exit = await App.RunAsync(arguments, new Terminal { Out = output, Error = error, User = "akiko" }, Stop);
        return (exit, output.ToString(), error.ToString());
    }

    /// <summary>Two simulated arrays in memory, an environment of them, and all requests that went there.</summary>
    private sealed class Site(Topology topology, string more = "")
    {
        private readonly SimulatedArrays _world = new(topology, TimeProvider.System);

        static Site()
        {
            foreach (var array in new[] { "t", "o" })
            {
                System.Environment.SetEnvironmentVariable($"PAIRS_{array}_USER", "runbook");
                System.Environment.SetEnvironmentVariable($"PAIRS_{array}_PASSWORD", $"secret-{array}");
            }
        }

        public List<string> Requests { get; } = [];

        public HashSet<string> Gone { get; init; } = [];

        public PairsReader Reader()
        {
            var loaded = EnvironmentLoader.Load(new SourceFile("environment.yaml", $$"""
                environment: v1
                name: pairs
                arrays:
                  tokyo: { endpoint: "https://tokyo.simulated", storageDeviceId: "900000040014", credentials: "env:PAIRS_t" }
                  osaka: { endpoint: "https://osaka.simulated", storageDeviceId: "900000040015", credentials: "env:PAIRS_o" }
                links: [[tokyo, osaka]]
                {{more}}
                """));
            Assert.True(loaded.Model is not null, string.Join('\n', loaded.Diagnostics));
            var connections = new ArrayConnections(TimeProvider.System, _ => new Counter(this) { InnerHandler = new InMemoryHandler(_world) });
            return new PairsReader(connections, loaded.Model, new PairsQuery([]), new HealthJudge());
        }

        public async Task<Dictionary<string, CopyGroupAnswer>> ReadAsync()
        {
            var found = new Dictionary<string, CopyGroupAnswer>();
            await foreach (var group in Reader().ReadAsync(Stop))
                found.Add(group.CopyGroup, group);
            return found;
        }

        private sealed class Counter(Site site) : DelegatingHandler
        {
            protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                lock (site.Requests)
                    site.Requests.Add($"{request.Method} {request.RequestUri!.PathAndQuery}");
                return site.Gone.Contains(request.RequestUri!.Host.Split('.')[0])
                    ? throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused") : base.SendAsync(request, cancellationToken);
            }
        }
    }
}
