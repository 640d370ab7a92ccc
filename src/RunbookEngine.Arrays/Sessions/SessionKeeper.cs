using RunbookEngine.Arrays.Errors;

namespace RunbookEngine.Arrays.Sessions;

/// <summary>Keeps sessions from idling out while they are wanted, and gives back those that nobody wanted for a while.</summary>
/// <remarks>No call is documented for that; any request does, and reading the session itself disturbs least. A token that serves
/// as <c>Remote-Authorization</c> must stay valid while the partner's job runs.</remarks>
internal sealed class SessionKeeper : IAsyncDisposable
{
    /// <summary>A session that nobody asked for in this time is given back.</summary>
    private static readonly TimeSpan Unwanted = TimeSpan.FromMinutes(15);

    private readonly SessionPool _pool;
    private readonly TimeSpan _idle;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stop = new();
    private readonly PeriodicTimer _timer;
    private readonly Task _loop;

    public SessionKeeper(SessionPool pool, TimeSpan aliveTime, TimeProvider clock)
    {
        _pool = pool;
        _idle = aliveTime / 3;
        _clock = clock;
        _timer = new PeriodicTimer(aliveTime / 2, clock);
        _loop = LoopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _stop.Cancel();
        _timer.Dispose();
        await _loop;
        _stop.Dispose();
    }

    private async Task LoopAsync()
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(_stop.Token))
            {
                foreach (var session in _pool.Live())
                {
                    await KeepAsync(session);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    private async Task KeepAsync(ArraySession session)
    {
        var now = _clock.GetUtcNow();
        if (now - session.WantedAt > Unwanted)
        {
            await _pool.DiscardAsync(session);
        }
        else if (now - session.UsedAt >= _idle)
        {
            try
            {
                await _pool.TouchAsync(session, _stop.Token);
            }
            catch (ArrayApiException)
            {
                // Whoever uses the session next finds the array gone and reports it; the next tick tries again.
            }
        }
    }
}
