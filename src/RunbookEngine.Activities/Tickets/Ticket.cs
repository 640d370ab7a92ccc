namespace RunbookEngine.Activities.Tickets;

/// <summary>A change ticket as far as a run cares.</summary>
/// <param name="State">As the ticket system shows it: <c>approved</c>, <c>Implement</c> …</param>
/// <param name="Start">Begin of the change window; null for none.</param>
/// <param name="End">End of it, exclusive; null for none.</param>
/// <param name="StateCode">As the system stores the state: <c>-1</c>; null when that is the same.</param>
/// <param name="Approval">As the system shows it: <c>Approved</c>; null when it has none.</param>
/// <param name="Item">The configuration item that the ticket is for; null for none.</param>
/// <param name="Requester">Who opened the ticket; null when it does not say. They do not approve the run.</param>
/// <param name="Url">Where people look at it; null for none.</param>
/// <param name="Key">What the system itself calls the record; null when that is <paramref name="Id"/>.</param>
/// <param name="IsOver">Closed or cancelled: it does not come back to a state in which work is done.</param>
public sealed record Ticket(
    string Id, string State, DateTimeOffset? Start, DateTimeOffset? End, string? StateCode = null, string? Approval = null, string? Item = null,
    string? Requester = null, string? Url = null, string? Key = null, bool? IsOver = null)
{
    /// <summary>Whether a state that somebody wrote is the ticket's, by name or by code.</summary>
    public bool IsIn(string state) =>
        string.Equals(state, State, StringComparison.OrdinalIgnoreCase) || string.Equals(state, StateCode, StringComparison.OrdinalIgnoreCase);
}

/// <summary>What is to be written to a ticket.</summary>
/// <param name="State">New state, by name or code; null leaves it.</param>
/// <param name="Note">Added to its notes; null adds none.</param>
/// <param name="CloseCode">How the change went, as the system spells it: <c>successful</c>; null leaves it.</param>
/// <param name="CloseNotes">Why; null leaves it.</param>
public sealed record TicketChange(string? State = null, string? Note = null, string? CloseCode = null, string? CloseNotes = null);
