using System.Text.Json;
using RunbookEngine.Activities.Tickets;
using RunbookEngine.Testing;
using RunbookEngine.Testing.Steps;

namespace RunbookEngine.Activities.Tests.Tickets;

public sealed class TicketTests : IDisposable
{
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 11, 21, 14, 0, 0, TimeSpan.Zero));
    private readonly string _file = Path.GetTempFileName();

    public TicketTests() => File.WriteAllText(_file, """
        { "id": "CHG0030001", "state": "Implement", "start": "2026-11-21T22:00:00+09:00", "end": "2026-11-22T04:00:00+09:00", "notes": [], "owner": "ben" }
        """);

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("Implement", 0, true)]
    [InlineData("implement", 0, true)]
    [InlineData("Closed", 0, false)]
    [InlineData("Implement", -61, false)]
    [InlineData("Implement", 299, true)]
    [InlineData("Implement", 300, false)]
    public async Task A_ticket_opens_the_gate_in_its_state_and_window_only(string state, int minutes, bool open)
    {
        var clock = new ManualClock(_clock.GetUtcNow() + TimeSpan.FromMinutes(minutes));
        var outcome = await RequireAsync(new { file = _file, state, hold = false }, clock);
        Assert.Equal(open, outcome is StepOutcome.Succeeded);
        Assert.True(open || ((StepOutcome.Failed)outcome).Failure.Kind == FailureKind.Refused);
    }

    [Fact]
    public async Task Another_ticket_than_the_one_named_is_refused()
    {
        var failed = Assert.IsType<StepOutcome.Failed>(await RequireAsync(new { file = _file, ticket = "CHG1" }, _clock));
        Assert.Contains("CHG0030001", failed.Failure.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{ \"state\": \"x\" }")]
    [InlineData("{ \"id\": \"1\", \"start\": \"soon\" }")]
    public async Task A_file_that_is_no_ticket_says_what_is_wrong(string text)
    {
        await File.WriteAllTextAsync(_file, text);
        var failed = Assert.IsType<StepOutcome.Failed>(await RequireAsync(new { file = _file }, _clock));
        Assert.Contains(_file, failed.Failure.Message);
    }

    [Fact]
    public async Task A_note_is_added_once_however_often_the_step_is_carried_out_and_the_rest_stays()
    {
        var step = new ScriptedStep(ScriptedStep.Describe("ticket.update", new { file = _file, state = "Review", note = "split done" }), _clock);
        var activity = new TicketUpdateActivity(new TicketSystems(_clock));
        Assert.IsType<StepOutcome.Succeeded>(await activity.ExecuteAsync(step, CancellationToken.None));
        Assert.IsType<StepOutcome.Succeeded>(await activity.ExecuteAsync(step.Restarted(), CancellationToken.None));
        var ticket = JsonElement.Parse(await File.ReadAllTextAsync(_file));
        Assert.Equal(("Review", "ben"), (ticket.GetProperty("state").GetString(), ticket.GetProperty("owner").GetString()));
        Assert.Equal("split done", Assert.Single(ticket.GetProperty("notes").EnumerateArray()).GetProperty("text").GetString());
    }

    private static Task<StepOutcome> RequireAsync(object arguments, ManualClock clock) =>
        new TicketRequireActivity(new TicketSystems(clock)).ExecuteAsync(new ScriptedStep(ScriptedStep.Describe("ticket.require", arguments), clock), CancellationToken.None);
}
