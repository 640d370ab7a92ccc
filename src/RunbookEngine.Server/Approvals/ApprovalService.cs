using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RunbookEngine.Journal;

namespace RunbookEngine.Server.Approvals;

/// <summary>Tells people of open approvals for as long as the server runs.</summary>
internal sealed partial class ApprovalService(ApprovalNotices notices, TimeProvider clock, ApprovalOptions options, ILogger<ApprovalService> log) : BackgroundService
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
                    await notices.TellAsync(stoppingToken);
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
            // The server stops; whoever starts next goes on.
        }
    }

    [LoggerMessage(6482, LogLevel.Warning, "People are not told of approvals now: {Problem}")]
    private partial void NotNow(string problem);
}
