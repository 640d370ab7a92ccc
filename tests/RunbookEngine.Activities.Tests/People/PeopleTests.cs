using System.Text.Json;
using RunbookEngine.Activities.People;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Activities.Tests.Support;
using RunbookEngine.Journal;
using RunbookEngine.Testing;
using RunbookEngine.Testing.Steps;

namespace RunbookEngine.Activities.Tests.People;

public class PeopleTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task So_many_of_a_group_must_agree_and_the_requester_does_not_count()
    {
        var step = Step("approve", new { by = "dr", min = 2, message = "Split the mirrors?" });
        var waiting = Assert.IsType<StepOutcome.AwaitingPeople>(await AskAsync(step));
        Assert.Equal(["ben", "chen"], waiting.People);
        Assert.Equal("approval by 2 of ben, chen: Split the mirrors?", waiting.For);
        Assert.IsType<StepOutcome.AwaitingPeople>(await AskAsync(step.Append(Approve(step, "akiko"))));
        Assert.IsType<StepOutcome.AwaitingPeople>(await AskAsync(step.Append(Approve(step, "ben")).Append(Approve(step, "ben"))));
        Assert.IsType<StepOutcome.AwaitingPeople>(await AskAsync(step.Append(Approve(step, "mallory"))));
        var done = Assert.IsType<StepOutcome.Succeeded>(await AskAsync(step.Append(Approve(step, "chen"))));
        Assert.Equal(["ben", "chen"], done.Outputs!.Value.GetProperty("approvedBy").EnumerateArray().Select(p => p.GetString()));
    }

    [Fact]
    public async Task One_denial_denies_but_not_by_somebody_who_may_not_approve()
    {
        var step = Step("approve", new { by = new[] { "ben", "chen" } });
        Assert.IsType<StepOutcome.AwaitingPeople>(await AskAsync(step.Append(new ApprovalGiven(step.Key, "mallory", false, "no"))));
        var failed = Assert.IsType<StepOutcome.Failed>(await AskAsync(step.Append(new ApprovalGiven(step.Key, "ben", false, "month end"))));
        Assert.Equal((FailureKind.Denied, "ben denied: month end"), (failed.Failure.Kind, failed.Failure.Message));
    }

    [Fact]
    public async Task Silence_denies_and_a_restart_does_not_extend_the_deadline()
    {
        var step = Step("approve", new { by = "ben", deadline = "1h" });
        Assert.Equal(_clock.GetUtcNow() + TimeSpan.FromHours(1), Assert.IsType<StepOutcome.AwaitingPeople>(await AskAsync(step)).Until);
        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.IsType<StepOutcome.AwaitingPeople>(await AskAsync(step.Restarted()));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(FailureKind.Denied, Assert.IsType<StepOutcome.Failed>(await AskAsync(step.Restarted())).Failure.Kind);
    }

    [Fact]
    public async Task An_approval_in_time_counts_when_it_is_looked_at_late_and_a_late_one_does_not()
    {
        var inTime = Step("approve", new { by = "ben", deadline = "1h" });
        var late = Step("approve", new { by = "ben", deadline = "1h" });
        _clock.Advance(TimeSpan.FromMinutes(30));
        inTime.Append(Approve(inTime, "ben"));
        _clock.Advance(TimeSpan.FromHours(5));
        late.Append(Approve(late, "ben"));
        Assert.IsType<StepOutcome.Succeeded>(await AskAsync(inTime.Restarted()));
        Assert.IsType<StepOutcome.Failed>(await AskAsync(late.Restarted()));
    }

    [Fact]
    public async Task A_denial_of_an_earlier_attempt_does_not_deny_the_next()
    {
        var step = Step("approve", new { by = "ben" });
        step.Append(new ApprovalGiven(step.Key, "ben", false, null));
        var failure = Assert.IsType<StepOutcome.Failed>(await AskAsync(step)).Failure;
        _clock.Advance(TimeSpan.FromMinutes(1));
        step.Append(new StepFailed(step.Key, failure)).Append(new StepRetryPlanned(step.Key, _clock.GetUtcNow())).Append(new StepStarted(step.Key, 2));
        Assert.IsType<StepOutcome.AwaitingPeople>(await AskAsync(step));
    }

    [Fact]
    public async Task Too_few_people_fail_at_once()
    {
        var failed = Assert.IsType<StepOutcome.Failed>(await AskAsync(Step("approve", new { by = new[] { "akiko", "ben" }, min = 2 })));
        Assert.Equal(FailureKind.Denied, failed.Failure.Kind);
        Assert.Contains("akiko", failed.Failure.Help);
        Assert.IsType<StepOutcome.AwaitingPeople>(await AskAsync(Step("approve", new { by = new[] { "akiko", "ben" }, min = 2, requesterMayApprove = true })));
    }

    [Fact]
    public async Task A_question_takes_one_of_its_answers()
    {
        var step = Step("manual", new { question = "Backup ok?", choices = new[] { "yes", "no" }, failOn = new[] { "no" } });
        Assert.Equal("Backup ok? [yes | no]", Assert.IsType<StepOutcome.AwaitingPeople>(await AskAsync(step)).For);
        Assert.Contains("maybe", Assert.IsType<StepOutcome.AwaitingPeople>(await AskAsync(step.Append(new AnswerGiven(step.Key, "ben", "maybe")))).For);
        var done = Assert.IsType<StepOutcome.Succeeded>(await AskAsync(step.Append(new AnswerGiven(step.Key, "ben", "Yes"))));
        Assert.Equal(("yes", "ben"), (Text(done, "answer"), Text(done, "answeredBy")));
        Assert.Equal(FailureKind.Denied, Assert.IsType<StepOutcome.Failed>(await AskAsync(step.Append(new AnswerGiven(step.Key, "ben", "no")))).Failure.Kind);
    }

    [Fact]
    public async Task A_question_nobody_answers_fails_at_its_deadline()
    {
        var step = Step("manual", new { question = "Who?", deadline = "10m" });
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(FailureKind.Timeout, Assert.IsType<StepOutcome.Failed>(await AskAsync(step)).Failure.Kind);
    }

    private static string? Text(StepOutcome.Succeeded done, string name) => done.Outputs!.Value.GetProperty(name).GetString();

    private static ApprovalGiven Approve(ScriptedStep step, string actor) => new(step.Key, actor, true, null);

    private ScriptedStep Step(string verb, object arguments)
    {
        var step = ScriptedStep.Describe(verb, arguments);
        return new ScriptedStep(step, _clock, Bench.PlanOf(step));
    }

    private static Task<StepOutcome> AskAsync(ScriptedStep step)
    {
        Activity activity = step.Step.Verb == "approve" ? new ApproveActivity() : new ManualActivity();
        return activity.ExecuteAsync(step, CancellationToken.None);
    }
}
