using RunbookEngine.Activities.Steps;
using RunbookEngine.Plans;

namespace RunbookEngine.Activities.Tickets;

/// <summary>Finds the ticket system a step means: a file, or a connection of the environment.</summary>
/// <param name="connections">Makes the system behind a connection, or null when it is none; null: there are no such systems.</param>
/// <param name="outbox">Takes what a ticket system does not take now; null: nobody does.</param>
public sealed class TicketSystems(TimeProvider clock, Func<Plan, string, ITicketSystem?>? connections = null, ITicketOutbox? outbox = null)
{
    internal ITicketOutbox? Outbox => outbox;

    internal ITicketSystem Find(Plan plan, StepArguments arguments)
    {
        if (arguments.OptionalText("file") is { } file)
        {
            var folder = Path.GetDirectoryName(plan.Source?.File ?? "") ?? "";
            return new TicketFile(Path.GetFullPath(Path.Combine(folder, file)), clock);
        }
        var name = arguments.Text("connection");
        return connections?.Invoke(plan, name)
            ?? throw arguments.Wrong("connection", $"'{name}' is no ticket system here", "one with 'type: servicenow' or 'type: jira' in the environment, or use 'file'");
    }
}
