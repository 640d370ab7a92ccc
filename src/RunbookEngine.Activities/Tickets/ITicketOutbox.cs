using RunbookEngine.Runs;

namespace RunbookEngine.Activities.Tickets;

/// <summary>Keeps what is to be written to a ticket until its system takes it. Durable when a call returns.</summary>
public interface ITicketOutbox
{
    /// <summary>The same key twice is one entry.</summary>
    Task AcceptAsync(TicketWrite write, CancellationToken cancellationToken);

    /// <summary>Whether something for this ticket waits already: what comes later must not overtake it.</summary>
    Task<bool> HoldsAsync(string connection, string ticket, CancellationToken cancellationToken);
}

/// <summary>Something to be written to a ticket.</summary>
/// <param name="Run">Whose environment has the connection.</param>
/// <param name="Ticket">Its id.</param>
/// <param name="Key">By which the ticket system tells that it was written already.</param>
public sealed record TicketWrite(RunId Run, string Connection, string Ticket, TicketChange Change, string Key);
