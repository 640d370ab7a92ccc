using System.Text;
using System.Text.Json;
using RunbookEngine.Activities;
using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Tickets;
using RunbookEngine.Activities.Web;
using RunbookEngine.Language.Running;
using RunbookEngine.Persistence.Memory;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using RunbookEngine.Simulator.Hosting;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Benchmarks;

/// <summary>Requests to the array while runs wait for the pairs of 20 copy groups: 1,000 runs beside 20.</summary>
internal static class SharedWaits
{
    private const int Groups = 20;
    private static readonly string Endpoint = InMemoryHandler.AddressOf("tokyo").ToString();
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(20);

    public static async Task RunAsync()
    {
        Environment.SetEnvironmentVariable("BENCH_USER", "bench");
        Environment.SetEnvironmentVariable("BENCH_PASSWORD", "bench-pass");
        var few = await RequestsAsync(Groups);
        var many = await RequestsAsync(1000);
        Console.WriteLine($"in {Watched.TotalSeconds:0} s: {few:N0} reads while {Groups} runs wait, {many:N0} while 1,000 runs wait on the same {Groups} copy groups: "
            + $"{many / (double)few:N2} times as many");
    }

    private static async Task<int> RequestsAsync(int runs)
    {
        var parsed = Topology.Parse(TopologyText(), "bench.yaml");
        var topology = parsed.Topology ?? throw new InvalidOperationException(string.Join("; ", parsed.Diagnostics));
        var world = new SimulatedArrays(topology, TimeProvider.System);
        var counter = new Counter();
        await using var connections = new ArrayConnections(TimeProvider.System, _ => new CountingHandler(new InMemoryHandler(world), counter));
        using var web = new WebClients();
        await using var store = new MemoryRunStore(TimeProvider.System);
        await using var engine = new RunEngine(
            store, new ActivityCatalog(connections, web, new TicketSystems(TimeProvider.System)), new LanguageExpressions(null),
            TimeProvider.System, EngineIdentity.OfThisProcess());
        using var stop = new CancellationTokenSource();
        var resync = (StartResult.Started)await engine.StartAsync(Resync(), new StartRequest("bench"), stop.Token);
        if ((await engine.DriveAsync(resync.Run, "bench", SilentObserver.Instance, stop.Token)) is { Outcome: not RunOutcome.Succeeded } failed)
            throw new InvalidOperationException($"the resync {failed.Outcome}: {failed.Rollback?.Reason}");
        var driving = new List<Task>();
        for (var i = 0; i < runs; i++)
        {
            var started = (StartResult.Started)await engine.StartAsync(PlanOf($"g-{i % Groups:00}"), new StartRequest("bench"), stop.Token);
            driving.Add(engine.DriveAsync(started.Run, "bench", SilentObserver.Instance, stop.Token));
        }

        await Task.Delay(TimeSpan.FromSeconds(3));
        var before = counter.Value;
        await Task.Delay(Watched);
        var counted = counter.Value - before;
        if (driving.FirstOrDefault(d => d.IsCompleted) is { } over)
            throw new InvalidOperationException($"a run did not wait: {over.Exception?.Message}");
        await stop.CancelAsync();
        await Task.WhenAll(driving.Select(d => d.ContinueWith(_ => { }, TaskScheduler.Default)));
        return counted;
    }

    private static Plan Resync() => PlanOf("") with
    {
        Steps =
        [
            new PlanStep { Id = new StepId("resync"), Verb = "pair.resync", With = JsonElement.Parse("""{ "on": "copies" }"""), Wait = new WaitPlan { None = true } },
        ],
    };

    private static Plan PlanOf(string group) => new()
    {
        Runbook = "waiting",
        Environment = new PlanEnvironment("bench", JsonElement.Parse("""
            { "arrays": { "tokyo": { "endpoint": "ENDPOINT", "storageDeviceId": "900000040014", "credentials": "env:BENCH" } },
              "limits": { "pollInterval": "1s" } }
            """.Replace("ENDPOINT", Endpoint, StringComparison.Ordinal))),
        Targets =
        [
            new PlanTarget
            {
                Name = "copies", Technology = "shadow-image", Array = "tokyo",
                CopyGroups = [.. Enumerable.Range(0, Groups).Select(i => new PlanCopyGroup($"g-{i:00}", $"g-{i:00}P_", $"g-{i:00}S_"))],
            },
        ],
        Steps =
        [
            new PlanStep
            {
                Id = new StepId("wait"), Verb = "pair.wait", With = JsonElement.Parse($$"""{ "on": "{{group}}", "status": ["PAIR"] }"""),
                Wait = new WaitPlan { For = ["PAIR"] },
            },
        ],
    };

    /// <summary>Suspended copies: a resync of 9 TB lasts longer than the benchmark.</summary>
    private static string TopologyText()
    {
        var text = new StringBuilder("""
            topology: v1
            name: bench
            arrays:
              tokyo:
                storageDeviceId: "900000040014"
                serialNumber: 40014
                model: VSP 5600H
                users: { bench: { password: bench-pass, roles: [administrator] } }
                pools: [ { id: 0, name: all, capacity: 900T } ]
                volumes: [ { ids: 100-139, size: 9T, allocated: 9T } ]
            copyGroups:

            """);
        for (var i = 0; i < Groups; i++)
            text.AppendLine($"  - {{ name: g-{i:00}, technology: shadow-image, array: tokyo, status: PSUE, pairs: [ {{ name: v, pvol: {100 + i}, svol: {120 + i} }} ] }}");
        return text.ToString();
    }

    private sealed class Counter
    {
        private int _value;

        public int Value => Volatile.Read(ref _value);

        public void Add() => Interlocked.Increment(ref _value);
    }

    private sealed class CountingHandler(HttpMessageHandler inner, Counter counter) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            counter.Add();
            return base.SendAsync(request, cancellationToken);
        }
    }
}
