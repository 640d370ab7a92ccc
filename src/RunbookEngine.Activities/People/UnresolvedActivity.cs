using System.Text.Json;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Journal;
using RunbookEngine.Plans;

namespace RunbookEngine.Activities.People;

/// <summary><c>unresolved</c>: a line of an imported source that has no counterpart. It passes only where a person has said why nothing has to be done.</summary>
/// <remarks>The compiler refuses a runbook with one that is not accepted; a plan that comes another way stops here.</remarks>
internal sealed class UnresolvedActivity : Activity
{
    protected override Task<StepOutcome> RunAsync(StepContext step, CancellationToken cancellationToken)
    {
        var arguments = StepArguments.Of(step);
        return Task.FromResult(arguments.OptionalText("accepted") is { Length: > 0 } reason
            ? new StepOutcome.Succeeded(JsonSerializer.SerializeToElement(new { accepted = reason }, PlanJson.Options))
            : StepOutcome.Fail(FailureKind.Invalid, $"this line of the source was not turned into steps: {arguments.Text("why")}",
                "replace the step by those that do the line's work, or say in `accepted` why nothing has to be done"));
    }
}
