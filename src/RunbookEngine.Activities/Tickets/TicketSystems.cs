using RunbookEngine.Activities.Steps;
using RunbookEngine.Plans;

namespace RunbookEngine.Activities.Tickets;

/// <summary>Finds the ticket system a step means: a file, or a connection of the environment.</summary>
/// <param name="connections">Makes the system behind a connection, or null when it is none; null: there are no such systems.</param>
public sealed class TicketSystems(TimeProvider clock, Func<Plan, string, ITicketSystem?>? connections = null)
{
    internal ITicketSystem Find(StepContext step, StepArguments arguments)
    {
        if (arguments.OptionalText("file") is { } file)
        {
            var folder = Path.GetDirectoryName(step.Plan.Source?.File ?? "") ?? "";
            return new TicketFile(Path.GetFullPath(Path.Combine(folder, file)), clock);
        }
        var name = arguments.Text("connection");
        return connections?.Invoke(step.Plan, name)
            ?? throw arguments.Wrong("connection", $"'{name}' is no ticket system here", "one that this engine knows, or use 'file'");
    }
}
