using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RunbookEngine.Journal;

namespace RunbookEngine.Server.Tickets;

/// <summary>Keeps tickets up to date for as long as the server runs. Every node does; documents see to it that each write is tried by one.</summary>
internal sealed partial class TicketService(TicketWriteBack writeBack, TicketOutbox outbox, TimeProvider clock, TicketOptions options, ILogger<TicketService> log) : BackgroundService
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Interval < Shortest ? Shortest : options.Interval, clock);
        try
        {
            do
            {
                try
                {
                    await writeBack.SweepAsync(stoppingToken);
                    await outbox.DrainAsync(stoppingToken);
                }
                catch (Exception e) when (e is StoreUnavailableException or JournalCorruptException)
                {
                    NotNow(e.Message);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The server stops; what is left waits in the outbox.
        }
    }

    [LoggerMessage(6303, LogLevel.Warning, "Tickets are not looked after now: {Problem}")]
    private partial void NotNow(string problem);
}
