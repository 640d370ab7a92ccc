namespace RunbookEngine.Activities.Tickets;

/// <summary>A change ticket as far as a run cares.</summary>
/// <param name="State">As the ticket system spells it: <c>approved</c>, <c>Implement</c> …</param>
/// <param name="Start">Begin of the change window; null for none.</param>
/// <param name="End">End of it, exclusive; null for none.</param>
public sealed record Ticket(string Id, string State, DateTimeOffset? Start, DateTimeOffset? End);
