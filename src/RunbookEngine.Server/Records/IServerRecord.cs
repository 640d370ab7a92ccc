namespace RunbookEngine.Server.Records;

/// <summary>What people and triggers did to the server itself: uploads, keys, schedules, refused attempts. What they do to runs is in the runs' journals.</summary>
public interface IServerRecord
{
    /// <param name="what">A verb and its object: <c>runbook.uploaded</c>, <c>key.revoked</c>, <c>webhook.refused</c>.</param>
    /// <param name="subject">Which one: a name or an id; never a secret.</param>
    Task WriteAsync(string actor, string what, string subject, string? detail, CancellationToken cancellationToken);
}
