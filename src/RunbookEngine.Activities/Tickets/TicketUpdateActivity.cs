using System.Text.Json;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Plans;

namespace RunbookEngine.Activities.Tickets;

/// <summary><c>ticket.update</c>: writes a state and a note to the change ticket, once for each attempt of the step.</summary>
internal sealed class TicketUpdateActivity(TicketSystems systems) : Activity
{
    protected override async Task<StepOutcome> RunAsync(StepContext step, CancellationToken cancellationToken)
    {
        var arguments = StepArguments.Of(step);
        var (state, note) = (arguments.OptionalText("state"), arguments.OptionalText("note"));
        if (state is null && note is null)
        {
            throw arguments.Wrong("note", "is missing, and so is 'state'", "given, or 'state', or both");
        }
        try
        {
            var ticket = await systems.Find(step, arguments).UpdateAsync(
                arguments.OptionalText("ticket") ?? step.State.Ticket, state, note, $"{step.Run}/{step.Key}/{step.Attempt}",
                    cancellationToken);
            return new StepOutcome.Succeeded(JsonSerializer.SerializeToElement(ticket, PlanJson.Options));
        }
        catch (TicketSystemException e)
        {
            return StepOutcome.Fail(e.MayPass ? FailureKind.Unreachable : FailureKind.Refused, e.Message);
        }
    }
}
