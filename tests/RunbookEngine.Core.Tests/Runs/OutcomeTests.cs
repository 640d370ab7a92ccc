using System.Text.Json;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using Xunit;
using static RunbookEngine.Core.Tests.Runs.Plans;

namespace RunbookEngine.Core.Tests.Runs;

public class OutcomeTests
{
    [Theory]
    [InlineData("ticket.require", "awaiting-ticket")]
    [InlineData("manual", "awaiting-answer")]
    [InlineData("approve", "awaiting-approval")]
    [InlineData("call", "awaiting-approval")]
    public void A_wait_is_called_after_what_is_waited_for(string verb, string outcome) =>
        Assert.Equal(outcome, Words.Of(Waiting(verb).Outcome));

    [Fact]
    public void Among_several_waits_an_approval_comes_first_and_a_ticket_last()
    {
        Assert.Equal(RunOutcome.AwaitingApproval, Waiting("ticket.require", "manual", "approve").Outcome);
        Assert.Equal(RunOutcome.AwaitingAnswer, Waiting("ticket.require", "manual").Outcome);
    }

    [Fact]
    public void In_filters_the_old_word_means_what_it_meant_and_the_new_ones_one_thing_each()
    {
        Assert.Equal([RunOutcome.AwaitingApproval, RunOutcome.AwaitingAnswer, RunOutcome.AwaitingTicket], RunOutcomes.Named(["awaiting-approval", "awaiting-ticket"])!);
        Assert.Equal([RunOutcome.AwaitingTicket, RunOutcome.Held], RunOutcomes.Named(["awaiting-ticket", "held"])!);
        Assert.Empty(RunOutcomes.Named([])!);
        Assert.Null(RunOutcomes.Named(["held", "awaiting"]));
    }

    [Theory]
    [InlineData("""{ "id": "CHG7", "required": { "file": "t.json", "states": [] } }""", null, "CHG7")]
    [InlineData("""{ "id": "CHG7", "required": { "file": "t.json" } }""", "CHG1", "CHG1")]
    [InlineData("""{ "id": "CHG7", "required": { "connection": "snow" } }""", null, null)]
    [InlineData("""{ "id": "CHG7" }""", null, null)]
    public void The_ticket_that_a_gate_has_read_from_a_file_is_the_runs_unless_it_has_one(string outputs, string? given, string? ticket)
    {
        var run = Begin(Of(new PlanStep { Id = new("gate"), Verb = "ticket.require" }), given);
        run = Then(run, new StepStarted(StepKey.Parse("gate"), 1));
        run = Then(run, new StepSucceeded(StepKey.Parse("gate"), JsonElement.Parse(outputs)));
        Assert.Equal((ticket, ticket), (run.Ticket, run.Summary.Ticket));
    }

    private static RunState Waiting(params string[] verbs)
    {
        var run = Begin(Of([.. verbs.Select((v, i) => new PlanStep { Id = new($"s{i}"), Verb = v })]), null);
        for (var i = 0; i < verbs.Length; i++)
        {
            run = Then(run, new StepStarted(StepKey.Parse($"s{i}"), 1));
            run = Then(run, new StepWaiting(StepKey.Parse($"s{i}"), "it", null, OnPeople: true));
        }

        return run;
    }

    private static RunState Begin(Plan plan, string? ticket) => Then(null, new RunStarted(plan, "olga", "e", ticket));

    private static RunState Then(RunState? run, RunEvent e) =>
        RunFold.Apply(run, EventJson.Write(run?.Id ?? RunId.New(TimeProvider.System), (run?.Sequence ?? 0) + 1, run?.Hash ?? "", TimeProvider.System.GetUtcNow(), e), e);
}
