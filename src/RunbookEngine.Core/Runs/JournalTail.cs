using RunbookEngine.Journal;

namespace RunbookEngine.Runs;

/// <summary>Hears what other processes append to the runs this engine drives, with one question for all of them.</summary>
internal sealed class JournalTail(IRunJournal journal, TimeProvider clock, TimeSpan interval, Func<RunId, RunWriter?> live) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private int _watchers;
    private Task? _running;

    /// <summary>Listens while the returned token is held.</summary>
    public IDisposable Watch()
    {
        lock (_gate)
        {
            _watchers++;
            if (_running is null or { IsCompleted: true })
                _running = ListenAsync(_stop.Token);
        }

        return new Watcher(this);
    }

    public async ValueTask DisposeAsync()
    {
        _stop.Cancel();
        if (_running is { } running)
            await running;
    }

    private async Task ListenAsync(CancellationToken stop)
    {
        var position = -1L;
        while (Watched())
        {
            try
            {
                var news = await journal.NewsAsync(position, stop);
                position = news.Position;
                foreach (var run in news.Runs)
                {
                    if (live(run) is { } writer)
                        await writer.CatchUpAsync(stop);
                }

                await Task.Delay(interval, clock, stop);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e) when (e is StoreUnavailableException or JournalCorruptException)
            {
                // The run's own next append meets the same trouble and reports it.
                await Task.Delay(interval, clock, CancellationToken.None);
            }
        }
    }

    private bool Watched()
    {
        lock (_gate)
        {
            if (_watchers == 0)
                _running = null;
            return _watchers > 0;
        }
    }

    private sealed class Watcher(JournalTail tail) : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 1)
                return;
            lock (tail._gate)
                tail._watchers--;
        }
    }
}
