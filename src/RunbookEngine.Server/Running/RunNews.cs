using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using RunbookEngine.Documents;
using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Server.Running;

/// <summary>Tells those who wait for a run that its journal has grown, whoever appended. One question to the store for all of them, none while nobody waits.</summary>
public sealed class RunNews(IEngineStore store, TimeProvider clock) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(400);

    /// <summary>Longest wait without a look.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<RunId, TaskCompletionSource> _waiting = new();
    private readonly SemaphoreSlim _bell = new(0, 1);

    /// <summary>Ends when the run has new entries; may end without any.</summary>
    public Task NextAsync(RunId run, CancellationToken cancellationToken)
    {
        var signal = _waiting.GetOrAdd(run, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        Ring();
        return signal.Task.WaitAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (position, told) = (-1L, clock.GetUtcNow());
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (_waiting.IsEmpty)
                {
                    await _bell.WaitAsync(stoppingToken);
                    // Who began to wait before this position is known has perhaps looked before it: told once to look again.
                    position = (await store.NewsAsync(-1, stoppingToken)).Position;
                    TellAll();
                }
                else if (clock.GetUtcNow() - told > Longest)
                {
                    // Those who left without a word would otherwise be waited for as long as their runs are silent.
                    told = clock.GetUtcNow();
                    TellAll();
                }

                var news = await store.NewsAsync(position, stoppingToken);
                position = news.Position;
                foreach (var run in news.Runs)
                {
                    if (_waiting.TryRemove(run, out var signal))
                        signal.TrySetResult();
                }

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

    private void Ring()
    {
        try
        {
            _bell.Release();
        }
        catch (SemaphoreFullException)
        {
            // It rings already.
        }
    }

    private void TellAll()
    {
        foreach (var run in _waiting.Keys)
        {
            if (_waiting.TryRemove(run, out var signal))
                signal.TrySetResult();
        }
    }
}
