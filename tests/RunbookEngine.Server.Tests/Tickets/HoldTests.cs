using RunbookEngine.Activities;
using RunbookEngine.Journal;
using RunbookEngine.Server.Tests.Standins;

namespace RunbookEngine.Server.Tests.Tickets;

/// <summary>ticket.require waits for the ticket, and says so in the journal only when there is something new.</summary>
public class HoldTests
{
    private static readonly DateTimeOffset Eleven = new(2026, 11, 21, 14, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task It_waits_for_the_state_then_for_the_window_and_goes_on_at_the_windows_first_moment()
    {
        await using var snow = await ServiceNowStandIn.StartNewAsync();
        var change = snow.Add("CHG1", "-4", c => (c.Start, c.End) = (Eleven.AddMinutes(90.25), Eleven.AddHours(6)));
        using var bench = new TicketBench(snow.Connection());
        var step = bench.Step("ticket.require", new { connection = "tickets", ticket = "CHG1", state = "Implement" });
        var work = bench.RunAsync(step);
        await bench.DriveAsync(work, () => bench.Clock.GetUtcNow() >= Eleven.AddMinutes(30));
        change.State = "-1";
        var outputs = TicketBench.Succeeded(await bench.DriveAsync(work));
        Assert.Equal(Eleven.AddMinutes(90.25), bench.Clock.GetUtcNow());
        Assert.Equal("Implement", outputs.GetProperty("state").GetString());
        var waits = step.Journal.OfType<StepWaiting>().ToList();
        Assert.Equal(2, waits.Count);
        Assert.Contains("'Assess'", waits[0].For);
        Assert.Contains("begins at", waits[1].For);
        Assert.All(waits, w => Assert.True(w is { Polls: true, OnPeople: true }));
    }

    [Fact]
    public async Task A_deadline_that_passes_refuses_and_a_restart_does_not_extend_it()
    {
        await using var snow = await ServiceNowStandIn.StartNewAsync();
        snow.Add("CHG1", "-4");
        using var bench = new TicketBench(snow.Connection());
        var step = bench.Step("ticket.require", new { connection = "tickets", ticket = "CHG1", state = "Implement", deadline = "1h" });
        using var leave = new CancellationTokenSource();
        var first = bench.Catalog.Find("ticket.require").ExecuteAsync(step, leave.Token);
        await bench.DriveAsync(first, () => bench.Clock.GetUtcNow() >= Eleven.AddMinutes(20), TimeSpan.FromMinutes(5));
        leave.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        var failure = TicketBench.Failed(await bench.DriveAsync(step.Restarted()));

        Assert.Equal(FailureKind.Refused, failure.Kind);
        Assert.Contains("'Assess'", failure.Message);
        Assert.Equal(Eleven.AddHours(1), bench.Clock.GetUtcNow());
    }

    [Theory]
    [InlineData("3", null)]
    [InlineData("4", null)]
    [InlineData("-1", -1)]
    public async Task What_cannot_come_any_more_is_refused_at_once(string state, int? endsIn)
    {
        await using var snow = await ServiceNowStandIn.StartNewAsync();
        snow.Add("CHG1", state, c => c.End = endsIn is { } hours ? Eleven.AddHours(hours) : null);
        using var bench = new TicketBench(snow.Connection());
        var failure = TicketBench.Failed(await bench.RunAsync(bench.Step("ticket.require", new { connection = "tickets", ticket = "CHG1", state = "Implement" })));
        Assert.Equal(FailureKind.Refused, failure.Kind);
        Assert.Single(snow.Requests);
    }

    [Fact]
    public async Task Without_hold_it_refuses_at_once_and_an_approval_is_part_of_the_condition()
    {
        await using var snow = await ServiceNowStandIn.StartNewAsync();
        var change = snow.Add("CHG1", "-4", c => c.Approval = "requested");
        using var bench = new TicketBench(snow.Connection());
        Assert.Contains("'Assess'", TicketBench.Failed(await bench.RunAsync(
            bench.Step("ticket.require", new { connection = "tickets", ticket = "CHG1", state = "Implement", hold = false }))).Message);
        change.State = "-1";
        var gated = new { connection = "tickets", ticket = "CHG1", state = "-1", approval = "approved", hold = false };
        Assert.Contains("'requested'", TicketBench.Failed(await bench.RunAsync(bench.Step("ticket.require", gated))).Message);
        change.Approval = "approved";
        TicketBench.Succeeded(await bench.RunAsync(bench.Step("ticket.require", gated)));
    }

    [Fact]
    public async Task A_ticket_system_that_is_down_is_asked_ever_more_rarely_and_left_alone_as_long_as_it_says()
    {
        await using var snow = await ServiceNowStandIn.StartNewAsync();
        snow.Add("CHG1", "-1");
        using var bench = new TicketBench(snow.Connection());
        snow.Trouble(503);
        snow.Trouble(500, "<html>oops</html>", "text/html");
        snow.Trouble(429, "{}", "application/json", ("Retry-After", "1200"));
        TicketBench.Succeeded(await bench.DriveAsync(bench.Step("ticket.require", new { connection = "tickets", ticket = "CHG1", state = "Implement" })));
        Assert.Equal(Eleven.AddSeconds(60 + 120 + 1200), bench.Clock.GetUtcNow());
        Assert.Equal(4, snow.Requests.Count);
    }
}
