using System.Text.Json;
using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Plans;

namespace RunbookEngine.Activities.Tickets;

/// <summary>What <c>ticket.require</c> asks of a ticket. Kept among the step's outputs, so that a pivot can ask the same again.</summary>
/// <param name="File">The file that stands for the ticket; null with a connection.</param>
/// <param name="States">Allowed states; empty: any.</param>
/// <param name="Window">Now must lie in the ticket's window.</param>
/// <param name="Approvals">Allowed values of the approval; empty: any.</param>
/// <param name="Items">One of these configuration items must be the ticket's; empty: any.</param>
internal sealed record TicketCondition(
    string? File, string? Connection, IReadOnlyList<string> States, bool Window, IReadOnlyList<string> Approvals, IReadOnlyList<string> Items)
{
    /// <summary>Stands in <c>ci</c> for the arrays of the run's targets (alias, storage device id, serial number) and their copy groups.</summary>
    public const string Targets = "targets";

    public static TicketCondition Read(Plan plan, StepArguments arguments) => new(
        arguments.OptionalText("file"), arguments.OptionalText("connection"), arguments.Texts("state"), arguments.Flag("window", true),
        arguments.Texts("approval"), [.. arguments.Texts("ci").SelectMany<string, string>(ci => ci == Targets ? OfTargets(plan) : [ci]).Distinct(StringComparer.OrdinalIgnoreCase)]);

    /// <summary>The arguments by which the ticket system is found again.</summary>
    public StepArguments Place() => new("ticket.require", JsonSerializer.SerializeToElement(new { file = File, connection = Connection }), []);

    public async Task<TicketVerdict> JudgeAsync(ITicketSystem system, string? id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ticket = await system.ReadAsync(id, cancellationToken);
        if (Items.Count > 0 && !Items.Contains(ticket.Item ?? "", StringComparer.OrdinalIgnoreCase)
            && await system.ItemsAsync(ticket, cancellationToken) is var items && !items.Any(i => Items.Contains(i, StringComparer.OrdinalIgnoreCase)))
        {
            return TicketVerdict.Never(ticket,
                $"ticket {ticket.Id} is for {(items.Count == 0 ? "no configuration item" : string.Join(", ", items.Take(5)))}, not for {string.Join(" or ", Items.Take(8))}",
                "name the right ticket, or have the configuration item added to it");
        }
        return Judge(ticket, now);
    }

    private TicketVerdict Judge(Ticket ticket, DateTimeOffset now)
    {
        if (States.Count > 0 && !States.Any(ticket.IsIn))
        {
            var text = $"ticket {ticket.Id} is '{ticket.State}'; required is {string.Join(" or ", States)}";
            return ticket.IsOver == true ? TicketVerdict.Never(ticket, text, "a ticket that is over does not come back: open another one")
                : TicketVerdict.NotYet(ticket, text, "have the change approved and moved on, then resume", null);
        }
        if (Approvals.Count > 0 && !Approvals.Contains(ticket.Approval ?? "", StringComparer.OrdinalIgnoreCase))
        {
            return TicketVerdict.NotYet(ticket, $"the approval of ticket {ticket.Id} is '{ticket.Approval ?? "none"}'; required is {string.Join(" or ", Approvals)}",
                "have the change approved, then resume", null);
        }
        var window = $"{ticket.Start?.ToString("u") ?? "any time"} to {ticket.End?.ToString("u") ?? "any time"}";
        if (Window && now >= ticket.End)
        {
            return TicketVerdict.Never(ticket, $"{now:u} is outside the window of ticket {ticket.Id}, which is over: {window}", "have the window moved, then resume");
        }
        return Window && now < ticket.Start
            ? TicketVerdict.NotYet(ticket, $"{now:u} is outside the window of ticket {ticket.Id}: {window}", "run it inside the window, or have the window moved", ticket.Start)
            : TicketVerdict.Right(ticket);
    }

    private static IEnumerable<string> OfTargets(Plan plan)
    {
        var arrays = Environments.Section(plan, "arrays");
        foreach (var alias in plan.Targets.SelectMany(t => new[] { t.Array, t.RemoteArray }).OfType<string>().Distinct())
        {
            yield return alias;
            if (arrays?.Section(alias)?.OptionalText("storageDeviceId") is { Length: > 6 } id)
            {
                yield return id;
                yield return id[^6..].TrimStart('0');
            }
        }
        foreach (var group in plan.Targets.SelectMany<PlanTarget, PlanCopyGroup>(t => t.CopyGroups ?? []))
        {
            yield return group.Name;
        }
    }
}

/// <summary>What came of a look at a ticket.</summary>
/// <param name="Problem">Null when everything is right.</param>
/// <param name="MayCome">Waiting may help.</param>
/// <param name="At">When time alone may bring it; null: not before somebody acts.</param>
internal sealed record TicketVerdict(Ticket Ticket, string? Problem, string? Help, bool MayCome, DateTimeOffset? At)
{
    public static TicketVerdict Right(Ticket ticket) => new(ticket, null, null, false, null);

    public static TicketVerdict NotYet(Ticket ticket, string problem, string help, DateTimeOffset? at) => new(ticket, problem, help, true, at);

    public static TicketVerdict Never(Ticket ticket, string problem, string help) => new(ticket, problem, help, false, null);
}
