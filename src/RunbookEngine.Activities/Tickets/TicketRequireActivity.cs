using System.Text.Json;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Plans;

namespace RunbookEngine.Activities.Tickets;

/// <summary><c>ticket.require</c>: the change ticket is in one of these states, and now is inside its window.</summary>
internal sealed class TicketRequireActivity(TicketSystems systems) : Activity
{
    protected override async Task<StepOutcome> RunAsync(StepContext step, CancellationToken cancellationToken)
    {
        var arguments = StepArguments.Of(step);
        try
        {
            var ticket = await systems.Find(step, arguments)
                .ReadAsync(arguments.OptionalText("ticket") ?? step.State.Ticket, cancellationToken);
            return Judge(ticket, arguments, step.Clock.GetUtcNow());
        }
        catch (TicketSystemException e)
        {
            return StepOutcome.Fail(e.MayPass ? FailureKind.Unreachable : FailureKind.Refused, e.Message);
        }
    }

    private static StepOutcome Judge(Ticket ticket, StepArguments arguments, DateTimeOffset now)
    {
        var states = arguments.Texts("state");
        if (states.Count > 0 && !states.Contains(ticket.State, StringComparer.OrdinalIgnoreCase))
        {
            return StepOutcome.Fail(FailureKind.Refused,
                $"ticket {ticket.Id} is '{ticket.State}'; required is {string.Join(" or ", states)}",
                    "have the change approved, then resume");
        }
        if (arguments.Flag("window", true) && (now < ticket.Start || now >= ticket.End))
        {
            return StepOutcome.Fail(FailureKind.Refused,
                $"{now:u} is outside the window of ticket {ticket.Id}: {ticket.Start?.ToString("u") ?? "any time"} to {ticket.End?.ToString("u") ?? "any time"}",
                "run it inside the window, or have the window moved");
        }
        return new StepOutcome.Succeeded(JsonSerializer.SerializeToElement(ticket, PlanJson.Options));
    }
}
