using System.Collections.Concurrent;
using RunbookEngine.Server.Schedules.Alerts;

namespace RunbookEngine.Server.Tests.Schedules.Support;

internal sealed class ToldAlerts : IAlerts
{
    private readonly ConcurrentQueue<Alert> _told = new();

    public IReadOnlyList<Alert> Told => [.. _told];

    public Task RaiseAsync(Alert alert, CancellationToken cancellationToken)
    {
        _told.Enqueue(alert);
        return Task.CompletedTask;
    }
}
