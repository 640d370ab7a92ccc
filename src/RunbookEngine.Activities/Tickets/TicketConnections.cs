using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Activities.Tickets.Jira;
using RunbookEngine.Activities.Tickets.ServiceNow;
using RunbookEngine.Activities.Web;
using RunbookEngine.Plans;

namespace RunbookEngine.Activities.Tickets;

/// <summary>From a connection of the environment with a <c>type</c> to the ticket system behind it.</summary>
public static class TicketConnections
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(5);

    /// <summary>Makes the system behind a connection; null when there is no such connection, or it is a plain web service.</summary>
    /// <exception cref="InvalidArgumentsException">The connection is described badly; the message says where.</exception>
    public static Func<Plan, string, ITicketSystem?> Over(WebClients web, TimeProvider clock) => (plan, name) => Find(plan, name, web, clock);

    /// <summary>The connection that a run's progress is written to by itself: the one that its ticket steps name when it says
    /// <c>writeBack: true</c>, else the only one that does. Null: none.</summary>
    public static string? WriteBackOf(Plan plan)
    {
        var all = Environments.Section(plan, "connections");
        var willing = (all is null ? [] : all.Value.EnumerateObject().Select(c => c.Name).ToList())
            .Where(name => all!.Section(name)!.Flag("writeBack", false) && IsTicketSystem(all.Section(name)!)).ToList();
        var named = plan.AllSteps().Where(s => s.Verb.StartsWith("ticket.", StringComparison.Ordinal))
            .Select(s => s.With.TryGetProperty("connection", out var c) ? c.GetString() : null).OfType<string>().Distinct().ToList();
        return named.FirstOrDefault(willing.Contains) ?? (willing.Count == 1 && named.Count == 0 ? willing[0] : null);
    }

    private static ITicketSystem? Find(Plan plan, string name, WebClients web, TimeProvider clock)
    {
        if (Environments.Section(plan, "connections")?.Section(name) is not { } section || !IsTicketSystem(section))
        {
            return null;
        }
        var timeout = section.Duration("timeout") ?? DefaultTimeout;
        var type = section.Text("type");
        var http = new TicketHttp(
            type == "jira" ? "Jira" : "ServiceNow", new WebConnection(section), web, clock, timeout > LongestTimeout ? LongestTimeout : timeout);
        return type == "jira" ? new JiraTickets(http, JiraFields.Read(section)) : new ServiceNowTickets(http, ServiceNowFields.Read(section));
    }

    private static bool IsTicketSystem(StepArguments section) => section.OptionalText("type") is "servicenow" or "jira";
}
