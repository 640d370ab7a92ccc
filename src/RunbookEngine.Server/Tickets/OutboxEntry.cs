using RunbookEngine.Activities.Tickets;

namespace RunbookEngine.Server.Tickets;

/// <summary>Something that waits for its ticket system.</summary>
/// <param name="At">When it came in: the order of writes to one ticket.</param>
/// <param name="Due">When it is tried next; while a node tries it, when another one may.</param>
/// <param name="Tries">How often it was tried.</param>
/// <param name="Problem">Why the last try failed; null before.</param>
public sealed record OutboxEntry(TicketWrite Write, DateTimeOffset At, DateTimeOffset Due, int Tries = 0, string? Problem = null);
