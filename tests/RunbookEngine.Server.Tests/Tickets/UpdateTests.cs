using Microsoft.Extensions.Logging.Abstractions;
using RunbookEngine.Activities;
using RunbookEngine.Activities.Tickets;
using RunbookEngine.Activities.Web;
using RunbookEngine.Journal;
using RunbookEngine.Persistence.Memory;
using RunbookEngine.Runs;
using RunbookEngine.Server.Records;
using RunbookEngine.Server.Tests.Standins;
using RunbookEngine.Server.Tickets;
using RunbookEngine.Testing.Steps;

namespace RunbookEngine.Server.Tests.Tickets;

/// <summary>What is to be written to a ticket whose system is down: the run is not lost, and neither is the note.</summary>
public class UpdateTests
{
    [Fact]
    public async Task Without_an_outbox_it_tries_on_for_two_minutes_and_succeeds_with_a_warning_and_the_note_on_record()
    {
        await using var snow = await ServiceNowStandIn.StartNewAsync();
        snow.Add("CHG1");
        using var bench = new TicketBench(snow.Connection());
        snow.IsDown = true;
        var outputs = TicketBench.Succeeded(await bench.DriveAsync(bench.Step("ticket.update", new { connection = "tickets", ticket = "CHG1", note = "split done" })));
        Assert.StartsWith("NOT WRITTEN", outputs.GetProperty("warning").GetString());
        Assert.Equal("split done", outputs.GetProperty("note").GetString());
        Assert.InRange(bench.Clock.GetUtcNow() - TicketBench.Begin, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task A_required_write_fails_the_step_when_it_is_not_taken_and_succeeds_when_it_is()
    {
        await using var snow = await ServiceNowStandIn.StartNewAsync();
        var change = snow.Add("CHG1");
        using var bench = new TicketBench(snow.Connection());
        snow.Trouble(503);
        snow.Trouble(429, "{}", "application/json", ("Retry-After", "600"));
        TicketBench.Succeeded(await bench.DriveAsync(bench.Step("ticket.update", new { connection = "tickets", ticket = "CHG1", note = "a", required = true })));
        Assert.Equal(TimeSpan.FromSeconds(605), bench.Clock.GetUtcNow() - TicketBench.Begin);
        Assert.Single(change.Notes);
        snow.IsDown = true;
        Assert.Equal(FailureKind.Unreachable, TicketBench.Failed(await bench.DriveAsync(
            bench.Step("ticket.update", new { connection = "tickets", ticket = "CHG1", note = "b", required = true }))).Kind);
    }

    [Fact]
    public async Task With_an_outbox_the_run_goes_on_at_once_and_writes_reach_the_ticket_later_in_their_order_each_once()
    {
        await using var snow = await ServiceNowStandIn.StartNewAsync();
        var change = snow.Add("CHG1");
        var (outbox, store, bench) = Outbox(snow);
        using var _ = bench;
        snow.IsDown = true;
        var (first, second) = (await StepAsync(bench, store, new { connection = "tickets", ticket = "CHG1", note = "split done", state = "Review" }),
            await StepAsync(bench, store, new { connection = "tickets", ticket = "CHG1", note = "closing", state = "Closed", closeCode = "successful" }));
        Assert.True(TicketBench.Succeeded(await bench.RunAsync(first)).GetProperty("pending").GetBoolean());
        Assert.Equal(0, await bench.DriveAsync(outbox.DrainAsync(TicketBench.Stop)));
        snow.IsDown = false;
        // The system answers again, but what waits must not be overtaken.
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(TicketBench.Succeeded(await bench.RunAsync(second)).GetProperty("pending").GetBoolean());
        Assert.True(TicketBench.Succeeded(await bench.RunAsync(second.Restarted())).GetProperty("pending").GetBoolean());
        Assert.Equal(2, (await outbox.ListAsync(refused: false, TicketBench.Stop)).Count);
        Assert.Equal(0, await bench.DriveAsync(outbox.DrainAsync(TicketBench.Stop)));
        Assert.Empty(change.Notes);
        bench.Clock.Advance(TimeSpan.FromMinutes(1));

        // Both nodes look at the same moment.
        await bench.DriveAsync(Task.WhenAll(outbox.DrainAsync(TicketBench.Stop), outbox.DrainAsync(TicketBench.Stop)));
        await bench.DriveAsync(outbox.DrainAsync(TicketBench.Stop));

        Assert.Equal(["closing", "split done"], change.Notes.Select(n => n.Split('\n')[0]));
        Assert.Equal(("3", "successful"), (change.State, change.CloseCode));
        Assert.Empty(await outbox.ListAsync(refused: false, TicketBench.Stop));
    }

    [Fact]
    public async Task What_is_refused_for_good_is_set_aside_and_does_not_hold_up_what_stands_behind_it()
    {
        await using var snow = await ServiceNowStandIn.StartNewAsync();
        var change = snow.Add("CHG1", "-1");
        var (outbox, store, bench) = Outbox(snow);
        using var _ = bench;
        snow.IsDown = true;
        await bench.RunAsync(await StepAsync(bench, store, new { connection = "tickets", ticket = "CHG1", state = "Nonsense" }));
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        await bench.RunAsync(await StepAsync(bench, store, new { connection = "tickets", ticket = "CHG1", note = "behind" }));
        snow.IsDown = false;
        Assert.Equal(2, await bench.DriveAsync(outbox.DrainAsync(TicketBench.Stop)));
        Assert.Single(change.Notes);
        Assert.Contains("no state", Assert.Single(await outbox.ListAsync(refused: true, TicketBench.Stop)).Problem);
    }

    [Fact]
    public async Task A_note_that_was_written_before_its_answer_was_lost_is_not_written_again()
    {
        await using var snow = await ServiceNowStandIn.StartNewAsync();
        var change = snow.Add("CHG1");
        var (outbox, store, bench) = Outbox(snow);
        using var _ = bench;
        var step = await StepAsync(bench, store, new { connection = "tickets", ticket = "CHG1", note = "once" });
        TicketBench.Succeeded(await bench.RunAsync(step));
        await outbox.AcceptAsync(new TicketWrite(step.Run, "tickets", "CHG1", new TicketChange(Note: "once"), $"{step.Run}/{step.Key}/1"), TicketBench.Stop);
        Assert.Equal(1, await bench.DriveAsync(outbox.DrainAsync(TicketBench.Stop)));
        Assert.Single(change.Notes);
    }

    private static (TicketOutbox Outbox, MemoryRunStore Store, TicketBench Bench) Outbox(ServiceNowStandIn snow)
    {
        var relay = new Relay();
        var bench = new TicketBench(snow.Connection(), relay);
        var store = new MemoryRunStore(bench.Clock);
        relay.Outbox = new TicketOutbox(
            store, bench.Clock, new TicketOptions(), TicketConnections.Over(new WebClients(), bench.Clock), new NoRecord(), NullLogger<TicketOutbox>.Instance);
        return (relay.Outbox, store, bench);
    }

    /// <summary>A step of a run that the store knows, as the outbox will look it up.</summary>
    private static async Task<ScriptedStep> StepAsync(TicketBench bench, MemoryRunStore store, object arguments)
    {
        var step = bench.Step("ticket.update", arguments);
        var entry = EventJson.Write(step.Run, 1, HashChain.Origin, bench.Clock.GetUtcNow(), new RunStarted(step.Plan, "akiko", "test"));
        await store.StartAsync(RunFold.All([entry])!.Summary, [entry], [], TicketBench.Stop);
        return step;
    }

    private sealed class Relay : ITicketOutbox
    {
        public TicketOutbox Outbox { get; set; } = null!;

        public Task AcceptAsync(TicketWrite write, CancellationToken cancellationToken) => Outbox.AcceptAsync(write, cancellationToken);

        public Task<bool> HoldsAsync(string connection, string ticket, CancellationToken cancellationToken) => Outbox.HoldsAsync(connection, ticket, cancellationToken);
    }

    private sealed class NoRecord : IServerRecord
    {
        public Task WriteAsync(string actor, string what, string subject, string? detail, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
