namespace RunbookEngine.Activities.Tickets;

/// <summary>Where change tickets are kept.</summary>
public interface ITicketSystem
{
    /// <param name="id">Null when the run names no ticket; a system that holds one ticket gives that.</param>
    /// <exception cref="TicketSystemException">There is no such ticket, or the system cannot be asked.</exception>
    Task<Ticket> ReadAsync(string? id, CancellationToken cancellationToken);

    /// <summary>Sets the state and adds a note. The same <paramref name="key"/> twice changes nothing the second time.</summary>
    /// <param name="state">Null leaves it.</param>
    /// <param name="note">Null adds none.</param>
    /// <exception cref="TicketSystemException">There is no such ticket, or the system cannot be asked.</exception>
    Task<Ticket> UpdateAsync(string? id, string? state, string? note, string key, CancellationToken cancellationToken);
}

/// <summary>The system said no, or said nothing. The message says what and how to mend it.</summary>
/// <param name="mayPass">Trying again may help.</param>
public sealed class TicketSystemException(string message, bool mayPass = false, Exception? inner = null) : Exception(message, inner)
{
    public bool MayPass { get; } = mayPass;
}
