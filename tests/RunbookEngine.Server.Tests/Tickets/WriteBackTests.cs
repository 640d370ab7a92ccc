using Microsoft.Extensions.Logging.Abstractions;
using RunbookEngine.Activities.Tickets;
using RunbookEngine.Activities.Web;
using RunbookEngine.Journal;
using RunbookEngine.Persistence.Memory;
using RunbookEngine.Runs;
using RunbookEngine.Server.Records;
using RunbookEngine.Server.Tests.Standins;
using RunbookEngine.Server.Tickets;

namespace RunbookEngine.Server.Tests.Tickets;

/// <summary>Begin, standstill and end of runs with a ticket, noted by the server itself.</summary>
public class WriteBackTests
{
    [Fact]
    public async Task Each_is_noted_once_however_many_nodes_look_and_however_often()
    {
        await using var snow = await ServiceNowStandIn.StartNewAsync();
        var change = snow.Add("CHG1");
        using var bench = new TicketBench(snow.Connection(new { writeBack = true }));
        var store = new MemoryRunStore(bench.Clock);
        var nodes = new[] { Node(store, bench), Node(store, bench) };
        await LookAsync(bench, nodes);
        var run = await AppendAsync(bench, store, null, new RunStarted(bench.PlanOf([]), "akiko", "test", "CHG1"));
        await AppendAsync(bench, store, null, new RunStarted(bench.PlanOf([]), "akiko", "test"));
        await LookAsync(bench, nodes);
        Assert.Contains("started", Assert.Single(change.Notes));
        Assert.Contains($"https://runbooks.example/api/v1/runs/{run.Id}", change.Notes[0]);

        run = await AppendAsync(bench, store, run, new RunHeld("step split failed: KART30000-E"));
        await LookAsync(bench, nodes);
        run = await AppendAsync(bench, store, run, new RunAdopted("other", "akiko"));
        await LookAsync(bench, nodes);
        Assert.Equal(2, change.Notes.Count);
        Assert.Contains("KART30000-E", change.Notes[0]);

        snow.IsDown = true;
        run = await AppendAsync(bench, store, run, new RunResumed("ben", null));
        run = await AppendAsync(bench, store, run, new RunDecided(RunOutcome.Succeeded));
        run = await AppendAsync(bench, store, run, new RunEnded(RunOutcome.Succeeded));
        await LookAsync(bench, nodes);
        Assert.Equal(2, change.Notes.Count);
        snow.IsDown = false;
        bench.Clock.Advance(TimeSpan.FromMinutes(5));
        await LookAsync(bench, nodes);
        await LookAsync(bench, nodes);

        Assert.Equal(3, change.Notes.Count);
        Assert.Contains("succeeded", change.Notes[0]);
        Assert.Contains(run.Hash, change.Notes[0]);
    }

    [Fact]
    public async Task Nothing_is_noted_where_the_connection_does_not_say_so()
    {
        await using var snow = await ServiceNowStandIn.StartNewAsync();
        snow.Add("CHG1");
        using var bench = new TicketBench(snow.Connection());
        var store = new MemoryRunStore(bench.Clock);
        var nodes = new[] { Node(store, bench) };
        await LookAsync(bench, nodes);
        await AppendAsync(bench, store, null, new RunStarted(bench.PlanOf([]), "akiko", "test", "CHG1"));
        await LookAsync(bench, nodes);
        Assert.Empty(snow.Requests);
    }

    private static (TicketWriteBack WriteBack, TicketOutbox Outbox) Node(MemoryRunStore store, TicketBench bench)
    {
        var options = new TicketOptions { PublicUrl = "https://runbooks.example/" };
        var outbox = new TicketOutbox(store, bench.Clock, options, TicketConnections.Over(new WebClients(), bench.Clock), new NoRecord(), NullLogger<TicketOutbox>.Instance);
        return (new TicketWriteBack(store, outbox, bench.Clock, options), outbox);
    }

    private static async Task LookAsync(TicketBench bench, (TicketWriteBack WriteBack, TicketOutbox Outbox)[] nodes)
    {
        await Task.WhenAll(nodes.Select(n => n.WriteBack.SweepAsync(TicketBench.Stop)));
        foreach (var node in nodes)
            await node.Outbox.DrainAsync(TicketBench.Stop);
    }

    private static async Task<RunState> AppendAsync(TicketBench bench, MemoryRunStore store, RunState? run, RunEvent happened)
    {
        var entry = EventJson.Write(run?.Id ?? RunId.New(bench.Clock), (run?.Sequence ?? 0) + 1, run?.Hash ?? HashChain.Origin, bench.Clock.GetUtcNow(), happened);
        var next = RunFold.Apply(run, entry, happened);
        if (run is null)
            await store.StartAsync(next.Summary, [entry], [], TicketBench.Stop);
        else
            await store.AppendAsync(next.Summary, [entry], TicketBench.Stop);
        return next;
    }

    private sealed class NoRecord : IServerRecord
    {
        public Task WriteAsync(string actor, string what, string subject, string? detail, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
