using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RunbookEngine.Documents;
using RunbookEngine.Journal;

namespace RunbookEngine.Server.Hosting;

/// <summary>Sees that the store is still the one that was opened. A server over another one would drive runs from other journals, and answer people from them: it ends.</summary>
internal sealed partial class StoreWatch(IEngineStore store, TimeProvider clock, IHostApplicationLifetime life, ILogger<StoreWatch> log) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Why the server ended; null while it has not for this.</summary>
    public StoreUnavailableException? Replaced { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    // On a thread of its own: a file on a mount that hangs holds the caller.
                    await Task.Run(() => store.NewsAsync(-1, stoppingToken), stoppingToken);
                }
                catch (StoreUnavailableException e) when (e.IsReplaced)
                {
                    Replaced = e;
                    Ends(e.Message);
                    life.StopApplication();
                    return;
                }
                catch (StoreUnavailableException)
                {
                    // It may come back; /readyz says so.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    [LoggerMessage(6821, LogLevel.Critical, "The server ends: {Message}")]
    private partial void Ends(string message);
}
