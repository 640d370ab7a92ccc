namespace RunbookEngine.Server.Schedules.Alerts;

/// <summary>Tells people, the log, the record and the meters.</summary>
public interface IAlerts
{
    /// <summary>Does what can be done: a channel that does not answer is on record, and nothing is thrown for it.</summary>
    /// <exception cref="Journal.StoreUnavailableException">It could not be put on record; raise it again.</exception>
    Task RaiseAsync(Alert alert, CancellationToken cancellationToken);
}
