using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RunbookEngine.Journal;

namespace RunbookEngine.Server.Schedules.Firing;

/// <summary>Looks for what is due, for as long as the server runs.</summary>
internal sealed partial class ScheduleService(ScheduleRunner runner, ScheduleOptions options, TimeProvider clock, ILogger<ScheduleService> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var again = await LookAsync(stoppingToken);
                var wait = again - clock.GetUtcNow();
                await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1), clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await runner.IdleAsync();
        }
    }

    private async Task<DateTimeOffset> LookAsync(CancellationToken stoppingToken)
    {
        try
        {
            return await runner.LookAsync(stoppingToken);
        }
        catch (StoreUnavailableException e)
        {
            StoreGone(e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Defect(e);
        }

        return clock.GetUtcNow() + options.Poll;
    }

    [LoggerMessage(7121, LogLevel.Warning, "Schedules wait for the store: {Message}")]
    private partial void StoreGone(string message);

    [LoggerMessage(7122, LogLevel.Error, "Looking for what is due met a defect")]
    private partial void Defect(Exception error);
}
