using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RunbookEngine.Documents;
using RunbookEngine.Journal;
using RunbookEngine.Operations.Evidence;
using RunbookEngine.Operations.Telling;
using RunbookEngine.Server.Running;
using RunbookEngine.Server.Schedules.Alerts;

namespace RunbookEngine.Server.Retention;

/// <summary>Looks now and then for drills that are overdue (<c>objectives: drillEvery</c>), and alerts once for each date that passed. Two nodes that look at once alert once.</summary>
public sealed partial class DrillWatch(IEngineStore store, RunbookLibrary library, IAlerts alerts, TimeProvider clock, ILogger<DrillWatch> log) : BackgroundService
{
    private const string Kind = "drill-alert";

    /// <summary>Runs of a runbook that are looked at: without a good one among them the oldest counts.</summary>
    private const int Runs = 20;

    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <returns>How many alerts were raised.</returns>
    public async Task<int> LookAsync(CancellationToken cancellationToken)
    {
        var raised = 0;
        for (string? after = null; await library.ListAsync(after, 200, cancellationToken) is { Count: > 0 } page; after = page[^1].Name)
        {
            foreach (var version in page.Where(v => v.Text.Contains("drillEvery", StringComparison.Ordinal)))
            {
                var history = await RunHistory.ReadAsync(store, version.Name, null, null, Runs, Runs, _ => true, clock.GetUtcNow(), cancellationToken);
                if (history is { Overdue: true, Due: { } due } && await ClaimAsync(version.Name, due, cancellationToken))
                {
                    await alerts.RaiseAsync(Of(history, due), cancellationToken);
                    raised++;
                }
            }
        }

        return raised;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Every, clock, stoppingToken);
                try
                {
                    await LookAsync(stoppingToken);
                }
                catch (Exception e) when (e is StoreUnavailableException or JournalCorruptException)
                {
                    Failed(e.Message);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private Alert Of(RunHistory history, DateTimeOffset due) => new(
        $"drill:{history.Runbook}", "overdue", $"The drill {history.Runbook} is overdue",
        $"It was due {Spans.DateTime(due, TimeZoneInfo.Utc)}. {(history.LastGood is { } good ? $"The last run that met its objectives began {Spans.DateTime(good, TimeZoneInfo.Utc)}." : "No run has met its objectives yet.")}",
        $"drill:{history.Runbook}:{due.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}", clock.GetUtcNow(), history.Runbook, history.Rows.Count > 0 ? history.Rows[0].Environment : null, []);

    /// <returns>False when somebody has alerted for this date.</returns>
    private async Task<bool> ClaimAsync(string runbook, DateTimeOffset due, CancellationToken cancellationToken)
    {
        var (told, body) = (await store.GetAsync(Kind, runbook, cancellationToken), new JsonObject { ["due"] = JsonText.Time(due) }.ToJsonString());
        return told?.Body != body && await store.PutAsync(Kind, runbook, body, told?.Version ?? 0, null, cancellationToken) is not null;
    }

    [LoggerMessage(6921, LogLevel.Warning, "Overdue drills could not be looked for: {Message}")]
    private partial void Failed(string message);
}
