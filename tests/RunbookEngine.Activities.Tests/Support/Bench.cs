using System.Collections.Immutable;
using System.Text.Json;
using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Tickets;
using RunbookEngine.Activities.Web;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Simulator.Hosting;
using RunbookEngine.Simulator.Ledger;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;
using RunbookEngine.Testing;
using RunbookEngine.Testing.Steps;

namespace RunbookEngine.Activities.Tests.Support;

/// <summary>The activities on two simulated arrays, on a clock that moves as fast as they wait.</summary>
internal sealed class Bench
{
    /// <summary>Three TrueCopy pairs, two mirrors of two pairs, three ShadowImage pairs that are split.</summary>
    private const string TwoSites = """
        topology: v1
        name: bench
        arrays:
          tokyo:
            storageDeviceId: "900000040014"
            serialNumber: 40014
            users: { runbook: { password: secret-of-tokyo, roles: [administrator] } }
            pools: [ { id: 1, name: snapshots, type: TI, capacity: 1T } ]
            quorumDisks: [ { id: 0, remoteArray: osaka } ]
            journals: [ { id: 1, capacity: 8G }, { id: 2, capacity: 8G }, { id: 3, capacity: 8G } ]
            volumes: [ { ids: 100-139, size: 2G, allocated: 1G, hostWrites: 1M/s } ]
          osaka:
            storageDeviceId: "900000040015"
            serialNumber: 40015
            users: { runbook: { password: secret-of-osaka, roles: [administrator] } }
            quorumDisks: [ { id: 0, remoteArray: tokyo } ]
            journals: [ { id: 1, capacity: 8G }, { id: 2, capacity: 8G }, { id: 3, capacity: 8G } ]
            volumes: [ { ids: 100-139, size: 2G, allocated: 1G } ]
        links: [ { between: [tokyo, osaka], bandwidth: 400M/s, paths: 4 } ]
        copyGroups:
          - { name: tc, technology: truecopy, primary: tokyo, secondary: osaka, fenceLevel: NEVER, pairs: [ { name: p, pvol: 100-102, svol: 100-102 } ] }
          - { name: ur1, technology: universal-replicator, primary: tokyo, secondary: osaka, journals: { primary: 1, secondary: 1 }, consistencyGroup: 1, pairs: [ { name: p, pvol: 110-111, svol: 110-111 } ] }
          - { name: ur2, technology: universal-replicator, primary: tokyo, secondary: osaka, journals: { primary: 2, secondary: 2 }, consistencyGroup: 2, pairs: [ { name: p, pvol: 112-113, svol: 112-113 } ] }
          - { name: gad, technology: global-active-device, primary: tokyo, secondary: osaka, quorumDisk: 0, pairs: [ { name: p, pvol: 107-108, svol: 107-108 } ] }
          - { name: si, technology: shadow-image, array: tokyo, status: PSUS, pairs: [ { name: p, pvol: 120-122, svol: 130-132 } ] }
        """;

    /// <summary>Later timers are housekeeping (sessions are kept alive once a minute), not what a step waits for.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromSeconds(35);

    private int _inFlight;

    static Bench()
    {
        foreach (var array in new[] { "tokyo", "osaka" })
        {
            Environment.SetEnvironmentVariable($"BENCH_{array}_USER", "runbook");
            Environment.SetEnvironmentVariable($"BENCH_{array}_PASSWORD", $"secret-of-{array}");
        }
    }

    public Bench(string more = "")
    {
        World = new SimulatedArrays(Topology.Parse(TwoSites + "\n" + more).Require(), Clock);
    }

    public ManualClock Clock { get; } = new();

    public SimulatedArrays World { get; }

    public Func<WebTls, HttpMessageHandler>? Web { get; init; }

    public IReadOnlyList<LedgerEntry> Ledger => World.Ledger.Since();

    /// <summary>What the arrays did, in order: <c>split tc</c>, <c>resync tc/p02 no-op</c>.</summary>
    public IReadOnlyList<string> Done => [.. Ledger.Select(e => $"{e.Action} {e.CopyGroup}{(e.Pair is null ? "" : "/" + e.Pair)}{(e.Effect == "changed" ? "" : " " + e.Effect)}")];

    public static PlanEnvironment EnvironmentOf(string arrays = "", string failedJobLook = "1m") => new("bench", JsonElement.Parse($$"""
        {
          "arrays": {
            "tokyo": { "endpoint": "https://tokyo.simulated", "storageDeviceId": "900000040014", "credentials": "env:BENCH_tokyo" },
            "osaka": { "endpoint": "https://osaka.simulated", "storageDeviceId": "900000040015", "credentials": "env:BENCH_osaka" }{{arrays}}
          },
          "limits": { "pollInterval": "2s", "failedJobLook": "{{failedJobLook}}" },
          "approvers": { "dr": ["akiko", "ben", "chen"] }
        }
        """));

    public static Plan PlanOf(params PlanStep[] steps) => new()
    {
        Runbook = "bench",
        Steps = [.. steps],
        Environment = EnvironmentOf(),
        Targets =
        [
            Target("synchronous", "truecopy", "osaka", "tc"),
            Target("mirrors", "universal-replicator", "osaka", "ur1", "ur2"),
            Target("clones", "shadow-image", null, "si"),
            Target("fresh", "truecopy", "osaka", "new"),
            Target("active", "global-active-device", "osaka", "gad"),
            Target("snapshots", "thin-image", null, "snap"),
        ],
    };

    public ScriptedStep Step(string verb, object arguments, WaitPlan? wait = null, TimeSpan? timeout = null, string? failedJobLook = null)
    {
        var step = ScriptedStep.Describe(verb, arguments) with { Wait = wait, Timeout = timeout, Rollback = RollbackPlan.Auto };
        return new ScriptedStep(step, Clock, PlanOf(step) is var plan && failedJobLook is null ? plan : plan with { Environment = EnvironmentOf(failedJobLook: failedJobLook) });
    }

    /// <summary>Carries the step out in a process of its own.</summary>
    public async Task<StepOutcome> RunAsync(ScriptedStep step, CancellationToken cancellationToken = default)
    {
        await using var connections = NewConnections();
        return await RunAsync(connections, step, cancellationToken);
    }

    public async Task<StepOutcome> RunAsync(ArrayConnections connections, ScriptedStep step, CancellationToken cancellationToken = default)
    {
        var activity = Catalog(connections).Find(step.Step.Verb);
        var work = step.Undoing ? activity.UndoAsync(step, cancellationToken) : activity.ExecuteAsync(step, cancellationToken);
        return await DriveAsync(work);
    }

    /// <summary>Moves the time from timer to timer until the work is done, but not while an array is being asked.</summary>
    public async Task<T> DriveAsync<T>(Task<T> work)
    {
        while (!work.IsCompleted)
        {
            for (var turn = 0; turn < 20 || Volatile.Read(ref _inFlight) > 0; turn++)
            {
                await Task.Yield();
            }
            await Task.WhenAny(work, Clock.ArmedAsync(Reach));
            if (!work.IsCompleted && Volatile.Read(ref _inFlight) == 0 && Clock.NextDue - Clock.GetUtcNow() <= Reach)
            {
                Clock.AdvanceToNext();
            }
        }
        return await work;
    }

    /// <summary>Begins the undo of a step that has run.</summary>
    public Task<StepOutcome> UndoAsync(ScriptedStep step) => RunAsync(step.Append(new StepSucceeded(step.Key)).Append(new UndoStarted(step.Key)));

    /// <summary>Arrays that answer nothing.</summary>
    public HashSet<string> Gone { get; } = [];

    /// <summary>Sees every request first; an answer in place of the array's, an exception, or null to let it pass.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage?>? Before { get; set; }

    /// <summary>Sees every request after the array has answered it; throws to lose the answer.</summary>
    public Action<HttpRequestMessage>? After { get; set; }

    public ArrayConnections NewConnections() => new(Clock, _ => new Wire(this) { InnerHandler = new InMemoryHandler(World) });

    public ActivityCatalog Catalog(ArrayConnections connections) => new(connections, new WebClients(Web), new TicketSystems(Clock));

    public void Pass(TimeSpan span)
    {
        Clock.Advance(span);
        World.AdvanceToNow();
    }

    /// <summary>Each status pair of a group's pairs, without repetition.</summary>
    public async Task<string> StatusAsync(string group)
    {
        var step = Step("pair.snapshot", new { on = group });
        var done = Assert.IsType<StepOutcome.Succeeded>(await RunAsync(step));
        var pairs = done.Outputs!.Value.GetProperty("pairs").EnumerateArray();
        return string.Join(' ', pairs.Select(p => $"{p.GetProperty("pvolStatus")}/{p.GetProperty("svolStatus")}").Distinct());
    }

    public static string Explain(StepOutcome outcome) => outcome switch
    {
        StepOutcome.Failed failed => $"{failed.Failure.Kind}: {failed.Failure.Message}",
        StepOutcome.Ambiguous doubt => $"ambiguous: {doubt.Ambiguity.Question} {string.Join("; ", doubt.Ambiguity.Evidence)}",
        _ => outcome.ToString(),
    };

    public static StepOutcome.Succeeded Succeeded(StepOutcome outcome)
    {
        Assert.True(outcome is StepOutcome.Succeeded, Explain(outcome));
        return (StepOutcome.Succeeded)outcome;
    }

    public static Failure Failed(StepOutcome outcome)
    {
        Assert.True(outcome is StepOutcome.Failed, Explain(outcome));
        return ((StepOutcome.Failed)outcome).Failure;
    }

    private static PlanTarget Target(string name, string technology, string? remote, params string[] groups) => new()
    {
        Name = name,
        Technology = technology,
        Array = "tokyo",
        RemoteArray = remote,
        Patterns = [.. groups],
        CopyGroups = groups.Select(g => new PlanCopyGroup(g, g + "P_", g + "S_")).ToImmutableArray(),
    };

    private sealed class Wire(Bench bench) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref bench._inFlight);
            try
            {
                return await PassAsync(request, cancellationToken);
            }
            finally
            {
                Interlocked.Decrement(ref bench._inFlight);
            }
        }

        private async Task<HttpResponseMessage> PassAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (bench.Gone.Contains(request.RequestUri!.Host.Split('.')[0]))
            {
                throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused");
            }
            if (bench.Before?.Invoke(request) is { } instead)
            {
                return instead;
            }
            var answer = await base.SendAsync(request, cancellationToken);
            bench.After?.Invoke(request);
            return answer;
        }
    }
}
