using Microsoft.Extensions.Hosting;
using RunbookEngine.Documents;
using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Server.Telemetry;

/// <summary>Counts the open runs of the store now and then: approvals that wait are among them.</summary>
internal sealed class OpenRuns(IEngineStore store, ServerMeters meters, TimeProvider clock) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private static readonly IReadOnlyList<RunOutcome> Open = RunOutcomes.Open;

    /// <summary>By outcome; up to 1000 of each are counted.</summary>
    public IReadOnlyDictionary<string, long> Counts { get; private set; } = Open.ToDictionary(Words.Of, _ => 0L);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        meters.Watch(() => Counts);
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var counts = new Dictionary<string, long>();
                foreach (var outcome in Open)
                {
                    var began = clock.GetTimestamp();
                    counts[Words.Of(outcome)] = (await store.ListAsync(new RunFilter(Outcomes: [outcome], Limit: 1000), stoppingToken)).Count;
                    meters.StoreTime.Record(clock.GetElapsedTime(began).TotalSeconds);
                }

                Counts = counts;
                await Task.Delay(Interval, clock, stoppingToken);
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(Interval, clock, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
