using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RunbookEngine.Documents;
using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Server.Retention;

/// <summary>Now and then makes evidence of what ended long ago, and drops documents that have expired. Two nodes that do it at once do it once.</summary>
public sealed partial class RetentionWatch(IEngineStore store, EvidenceArchive archive, RetentionOptions options, TimeProvider clock, ILogger<RetentionWatch> log) : BackgroundService
{
    /// <summary>Runs moved in one look at most; the rest waits for the next.</summary>
    private const int MaxMoves = 1000;

    /// <returns>How many runs became evidence.</returns>
    public async Task<int> LookAsync(CancellationToken cancellationToken)
    {
        await store.DropExpiredAsync(cancellationToken);
        if (options.EndedRuns == TimeSpan.Zero)
            return 0;
        var moved = 0;
        var limit = clock.GetUtcNow() - options.EndedRuns;
        // Ids begin with the time of the start: those before this one started before the limit.
        RunId? before = new RunId(Guid.CreateVersion7(limit));
        while (moved < MaxMoves && await store.ListAsync(new RunFilter(Before: before, Limit: 200), cancellationToken) is { Count: > 0 } page)
        {
            foreach (var run in page.Where(r => r.EndedAt < limit))
            {
                // The report of a run tells of those that it called: they go when it may go.
                if (run.Parent is { } parent && await store.FindAsync(parent, cancellationToken) is { } caller && !(caller.EndedAt < limit))
                    continue;
                if (await archive.MoveAsync(run.Id, options.Evidence == TimeSpan.Zero ? null : options.Evidence, cancellationToken) is { } why)
                    Stays(run.Id, why);
                else
                    moved++;
            }

            before = page[^1].Id;
        }

        if (moved > 0)
            Moved(moved);
        return moved;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(options.Every, clock, stoppingToken);
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

    [LoggerMessage(6501, LogLevel.Information, "{Count} runs that ended long ago became evidence")]
    private partial void Moved(int count);

    [LoggerMessage(6502, LogLevel.Warning, "Run {RunId} is not made evidence: {Why}")]
    private partial void Stays(RunId runId, string why);

    [LoggerMessage(6503, LogLevel.Warning, "It could not be looked for what is to go: {Message}")]
    private partial void Failed(string message);
}
