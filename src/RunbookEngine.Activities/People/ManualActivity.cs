using System.Text.Json;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Plans;

namespace RunbookEngine.Activities.People;

/// <summary><c>manual</c>: a question to a person, whose answer stays on record.</summary>
internal sealed class ManualActivity : Activity
{
    protected override Task<StepOutcome> RunAsync(StepContext step, CancellationToken cancellationToken)
    {
        var arguments = StepArguments.Of(step);
        return Task.FromResult(Decide(step, arguments, Deadlines.Of(step, arguments)));
    }

    private static StepOutcome Decide(StepContext step, StepArguments arguments, DateTimeOffset until)
    {
        var choices = arguments.Texts("choices");
        var answer = step.Record.Answer is { } given && Deadlines.InTime(step, given.At, until) ? given : null;
        var fits = answer is not null && (choices.Count == 0 || choices.Contains(answer.Text.Trim(), StringComparer.OrdinalIgnoreCase));
        if (fits)
        {
            var text = choices.FirstOrDefault(c => c.Equals(answer!.Text.Trim(), StringComparison.OrdinalIgnoreCase)) ?? answer!.Text;
            return arguments.Texts("failOn").Contains(text, StringComparer.OrdinalIgnoreCase)
                ? StepOutcome.Fail(FailureKind.Denied, $"{answer!.Actor} answered '{text}'")
                : new StepOutcome.Succeeded(
                JsonSerializer.SerializeToElement(new { answer = text, answeredBy = answer!.Actor }, PlanJson.Options));
        }
        if (step.Clock.GetUtcNow() >= until)
        {
            return StepOutcome.Fail(FailureKind.Timeout, $"nobody answered before {until:u}: {arguments.Text("question")}");
        }
        var wrong = answer is null ? "" : $" ('{answer.Text}' by {answer.Actor} is none of the choices)";
        var one = choices.Count == 0 ? "" : $" [{string.Join(" | ", choices)}]";
        var before = arguments.OptionalText("instructions") is { } instructions ? $"{instructions.Trim()}\n" : "";
        return new StepOutcome.AwaitingPeople(until, $"{before}{arguments.Text("question")}{one}{wrong}");
    }
}
