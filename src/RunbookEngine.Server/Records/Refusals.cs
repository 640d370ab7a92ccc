using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RunbookEngine.Journal;

namespace RunbookEngine.Server.Records;

/// <summary>Puts refused attempts on record, gathered by minute: whoever knocks a thousand times is one entry, and cannot fill the store.</summary>
internal sealed partial class Refusals(IServerRecord record, TimeProvider clock, ILogger<Refusals> log) : BackgroundService
{
    /// <summary>How often what was gathered is written.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Different attempts kept between two writes; more are only counted.</summary>
    private const int MaxKinds = 200;

    private readonly ConcurrentDictionary<(string Actor, string What, string Subject, string Detail), int> _seen = new();

    /// <param name="actor">Null: nobody known; the address is named instead.</param>
    public void Note(HttpContext context, string? actor, string what, string detail)
    {
        // The pattern, not the path: a path may hold anything.
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "unknown path";
        var who = actor ?? $"anonymous@{context.Connection.RemoteIpAddress}";
        var key = (who, what, $"{context.Request.Method} {route}", detail);
        if (_seen.Count >= MaxKinds && !_seen.ContainsKey(key))
            key = ("others", what, "various", detail);
        _seen.AddOrUpdate(key, 1, (_, count) => count + 1);
    }

    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        foreach (var key in _seen.Keys)
        {
            if (_seen.TryRemove(key, out var count))
                await record.WriteAsync(key.Actor, key.What, key.Subject, count == 1 ? key.Detail : $"{key.Detail}, {count} times", cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Interval, clock, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                // What was gathered is still written.
            }

            try
            {
                await WriteAsync(CancellationToken.None);
            }
            catch (StoreUnavailableException e)
            {
                Lost(e.Message);
            }
        }
    }

    [LoggerMessage(6201, LogLevel.Warning, "Refused attempts cannot be put on record: {Message}")]
    private partial void Lost(string message);
}
