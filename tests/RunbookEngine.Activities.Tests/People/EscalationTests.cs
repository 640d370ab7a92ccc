using RunbookEngine.Activities.People;
using RunbookEngine.Activities.Tests.Support;
using RunbookEngine.Journal;
using RunbookEngine.Testing;
using RunbookEngine.Testing.Steps;

namespace RunbookEngine.Activities.Tests.People;

public class EscalationTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task Further_people_are_asked_when_nobody_decides_and_a_restart_does_not_move_that()
    {
        var step = Step(new
        {
            by = "ben",
            deadline = "4h",
            notify = "oncall",
            escalate = new object[] { new { after = "2h", to = "maria", notify = "managers" }, new { after = "1h", to = new[] { "chen" } } },
        });
        var start = _clock.GetUtcNow();
        await ExpectAsync(step, ["ben"], 0, ["oncall"], start.AddHours(1));
        _clock.Advance(TimeSpan.FromMinutes(59));
        await ExpectAsync(step.Restarted(), ["ben"], 0, ["oncall"], start.AddHours(1));
        _clock.Advance(TimeSpan.FromMinutes(1));
        await ExpectAsync(step.Restarted(), ["ben", "chen"], 1, ["oncall"], start.AddHours(2));
        _clock.Advance(TimeSpan.FromHours(1));
        await ExpectAsync(step, ["ben", "chen", "maria"], 2, ["managers"], start.AddHours(4));
        Assert.IsType<StepOutcome.Succeeded>(await AskAsync(step.Append(new ApprovalGiven(step.Key, "maria", true, null))));
        _clock.Advance(TimeSpan.FromHours(2));
    }

    [Fact]
    public async Task Whoever_is_asked_only_later_does_not_count_before_and_the_deadline_stays()
    {
        var step = Step(new { by = "ben", deadline = "2h", escalate = new object[] { new { after = "1h", to = "maria" } } });
        Assert.IsType<StepOutcome.AwaitingPeople>(await AskAsync(step.Append(new ApprovalGiven(step.Key, "maria", true, null))));
        _clock.Advance(TimeSpan.FromHours(2));
        var other = Step(new { by = "ben", deadline = "2h", escalate = new object[] { new { after = "1h", to = "maria" } } });
        _clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(FailureKind.Denied, Assert.IsType<StepOutcome.Failed>(await AskAsync(other)).Failure.Kind);
    }

    [Fact]
    public async Task Delegates_count_for_their_person_and_who_acts_for_two_is_one_voice()
    {
        var step = Step(new { by = new[] { "ben", "chen", "dana" }, min = 2 });
        step.Append(new ApprovalGiven(step.Key, "eve", true, null, "ben"));
        Assert.IsType<StepOutcome.AwaitingPeople>(await AskAsync(step.Append(new ApprovalGiven(step.Key, "eve", true, null, "chen"))));
        var done = Assert.IsType<StepOutcome.Succeeded>(await AskAsync(step.Append(new ApprovalGiven(step.Key, "dana", true, null))));
        Assert.Equal(["eve for ben", "dana"], done.Outputs!.Value.GetProperty("approvedBy").EnumerateArray().Select(p => p.GetString()));
    }

    private static async Task ExpectAsync(ScriptedStep step, string[] people, int level, string[] notify, DateTimeOffset until)
    {
        var waiting = Assert.IsType<StepOutcome.AwaitingPeople>(await AskAsync(step));
        Assert.Equal(people, waiting.People);
        Assert.Equal((level, until), (waiting.Asked!.Level, waiting.Until));
        Assert.Equal(notify, waiting.Asked.Notify);
    }

    private ScriptedStep Step(object arguments)
    {
        var step = ScriptedStep.Describe("approve", arguments);
        return new ScriptedStep(step, _clock, Bench.PlanOf(step));
    }

    private static Task<StepOutcome> AskAsync(ScriptedStep step) => new ApproveActivity().ExecuteAsync(step, CancellationToken.None);
}
