using RunbookEngine.Activities;
using RunbookEngine.Persistence.Memory;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using RunbookEngine.Server.Tests.Standins;
using RunbookEngine.Testing.Steps;

namespace RunbookEngine.Server.Tests.Tickets;

/// <summary>A run that waits for a person between its ticket and its point of no return.</summary>
public class PivotTests
{
    [Theory]
    [InlineData("stays", RunOutcome.Succeeded)]
    [InlineData("cancelled", RunOutcome.RolledBack)]
    [InlineData("window moved", RunOutcome.RolledBack)]
    [InlineData("hidden", RunOutcome.RolledBack)]
    [InlineData("other item", RunOutcome.RolledBack)]
    public async Task A_ticket_that_left_its_state_while_the_run_waited_stops_it_before_the_pivot(string what, RunOutcome outcome)
    {
        await using var snow = await ServiceNowStandIn.StartNewAsync();
        var change = snow.Add("CHG1", "-1", c => c.Item = "tokyo");
        using var bench = new TicketBench(snow.Connection());
        var store = new MemoryRunStore(bench.Clock);
        var run = await StartAsync(bench, store);
        Assert.Equal(RunOutcome.AwaitingAnswer, (await DriveAsync(bench, store, run)).Outcome);

        bench.Clock.Advance(TimeSpan.FromHours(1));
        switch (what)
        {
            case "cancelled":
                change.State = "4";
                break;
            case "window moved":
                change.Start = bench.Clock.GetUtcNow().AddHours(3);
                break;
            case "hidden":
                change.Hidden = true;
                break;
            case "other item":
                change.Item = "billing";
                break;
        }

        await new RunOperator(store, bench.Clock).AnswerAsync(run, StepKey.Parse("ask"), "ben", "go", TicketBench.Stop);
        // Another engine takes the run up, as after a crash.
        var end = await DriveAsync(bench, store, run);

        Assert.Equal(outcome, end.Outcome);
        Assert.Equal(what == "stays", end.PivotSequence is not null);
        Assert.Equal(what == "stays" ? 1 : 0, end.Step(StepKey.Parse("cut"))?.Operations.Count ?? 0);
        var error = end.Step(StepKey.Parse("cut"))!.Error;
        Assert.True(what == "stays" || error!.Message.Contains("gate", StringComparison.Ordinal), error?.Message);
    }

    [Fact]
    public async Task A_ticket_system_that_is_down_before_the_pivot_is_asked_for_five_minutes()
    {
        await using var snow = await ServiceNowStandIn.StartNewAsync();
        snow.Add("CHG1", "-1", c => c.Item = "tokyo");
        using var bench = new TicketBench(snow.Connection());
        var store = new MemoryRunStore(bench.Clock);
        var run = await StartAsync(bench, store);
        await DriveAsync(bench, store, run);
        var start = bench.Clock.GetUtcNow();
        await new RunOperator(store, bench.Clock).AnswerAsync(run, StepKey.Parse("ask"), "ben", "go", TicketBench.Stop);
        snow.IsDown = true;

        var end = await DriveAsync(bench, store, run);

        Assert.Equal(RunOutcome.RolledBack, end.Outcome);
        Assert.Equal(FailureKind.Unreachable, end.Step(StepKey.Parse("cut"))!.Error!.Kind);
        Assert.InRange(bench.Clock.GetUtcNow() - start, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(6));
    }

    [Fact]
    public async Task A_run_that_is_taken_up_while_its_ticket_is_waited_for_goes_on_waiting_by_itself()
    {
        await using var snow = await ServiceNowStandIn.StartNewAsync();
        var change = snow.Add("CHG1", "-4", c => c.Item = "tokyo");
        using var bench = new TicketBench(snow.Connection());
        var store = new MemoryRunStore(bench.Clock);
        var run = await StartAsync(bench, store);
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(TicketBench.Stop);
        await using (var first = Engine(bench, store))
        {
            var driving = first.DriveAsync(run, "olga", SilentObserver.Instance, leave.Token);
            await bench.DriveAsync(driving, () => bench.Clock.GetUtcNow() > TicketBench.Begin.AddMinutes(3), TimeSpan.FromMinutes(5));
            Assert.Equal(RunOutcome.AwaitingTicket, (await store.LoadAsync(run, TicketBench.Stop))!.Outcome);
            leave.Cancel();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => driving);
        }

        await using var second = Engine(bench, store);
        var again = second.DriveAsync(run, "olga", SilentObserver.Instance, TicketBench.Stop);
        await bench.DriveAsync(again, () => bench.Clock.GetUtcNow() > TicketBench.Begin.AddMinutes(8), TimeSpan.FromMinutes(5));
        change.State = "-1";
        var asked = await bench.DriveAsync(again, reach: TimeSpan.FromMinutes(5));

        Assert.Equal(StepStatus.Waiting, asked.Step(StepKey.Parse("ask"))!.Status);
        Assert.Equal("Implement", asked.Step(StepKey.Parse("gate"))!.Outputs!.Value.GetProperty("state").GetString());
    }

    private static async Task<RunId> StartAsync(TicketBench bench, MemoryRunStore store)
    {
        var plan = bench.PlanOf([
            ScriptedStep.Describe("ticket.require", new { connection = "tickets", state = "Implement", ci = "targets" }) with { Id = new StepId("gate") },
            ScriptedStep.Describe("manual", new { question = "Go?" }) with { Id = new StepId("ask") },
            ScriptedStep.Describe("command", new { run = new[] { "/bin/true" } }) with { Id = new StepId("cut"), Pivot = true },
        ]);
        await using var engine = Engine(bench, store);
        return Assert.IsType<StartResult.Started>(await engine.StartAsync(plan, new StartRequest("olga", "CHG1"), TicketBench.Stop)).Run;
    }

    private static async Task<RunState> DriveAsync(TicketBench bench, MemoryRunStore store, RunId run)
    {
        await using var engine = Engine(bench, store);
        return await bench.DriveAsync(engine.DriveAsync(run, "olga", SilentObserver.Instance, TicketBench.Stop), reach: TimeSpan.FromMinutes(5));
    }

    private static RunEngine Engine(TicketBench bench, MemoryRunStore store) => new(
        store, bench.Catalog, new LiteralExpressions(), bench.Clock, EngineIdentity.OfThisProcess() with { Host = Guid.NewGuid().ToString() },
        new EngineOptions { LeaseTime = TimeSpan.FromHours(12), NewsInterval = TimeSpan.FromHours(12) });
}
