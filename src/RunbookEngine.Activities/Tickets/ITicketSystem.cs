namespace RunbookEngine.Activities.Tickets;

/// <summary>Where change tickets are kept.</summary>
public interface ITicketSystem
{
    /// <param name="id">Null when the run names no ticket; a system that holds one ticket gives that.</param>
    /// <exception cref="TicketSystemException">There is no such ticket, or the system cannot be asked.</exception>
    Task<Ticket> ReadAsync(string? id, CancellationToken cancellationToken);

    /// <summary>Names of every configuration item that the ticket is about, the first one included.</summary>
    /// <exception cref="TicketSystemException">The system cannot be asked.</exception>
    Task<IReadOnlyList<string>> ItemsAsync(Ticket ticket, CancellationToken cancellationToken);

    /// <summary>Writes to the ticket. The same <paramref name="key"/> twice changes nothing the second time.</summary>
    /// <exception cref="TicketSystemException">There is no such ticket, the system refuses, or it cannot be asked.</exception>
    Task<Ticket> UpdateAsync(string? id, TicketChange change, string key, CancellationToken cancellationToken);
}

/// <summary>The system said no, or said nothing. The message says what and how to mend it, and holds no secret.</summary>
/// <param name="mayPass">Trying again may help.</param>
/// <param name="retryAfter">How long the system asked to be left alone; null when it did not say.</param>
public sealed class TicketSystemException(string message, bool mayPass = false, Exception? inner = null, TimeSpan? retryAfter = null)
    : Exception(message, inner)
{
    public bool MayPass { get; } = mayPass;

    public TimeSpan? RetryAfter { get; } = retryAfter;
}
