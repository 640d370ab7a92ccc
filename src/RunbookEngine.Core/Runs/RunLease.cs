using RunbookEngine.Journal;
using RunbookEngine.Locks;

namespace RunbookEngine.Runs;

/// <summary>A lease that is renewed while it is held. It tells people who drives a run; the journal's sequence is what protects it.</summary>
internal sealed class RunLease : IAsyncDisposable
{
    private readonly IRunStore _store;
    private readonly RunId _run;
    private readonly EngineIdentity _identity;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _renewing;

    private RunLease(IRunStore store, RunId run, EngineIdentity identity, TimeSpan time, TimeProvider clock)
    {
        (_store, _run, _identity) = (store, run, identity);
        _renewing = RenewAsync(time, clock, _stop.Token);
    }

    /// <exception cref="RunBusyException">A living engine has it.</exception>
    public static async Task<RunLease> TakeAsync(
        IRunStore store, RunId run, EngineIdentity identity, TimeSpan time, TimeProvider clock, CancellationToken cancellationToken)
    {
        while (true)
        {
            var now = clock.GetUtcNow();
            var holder = await store.TakeLeaseAsync(run, identity.LeaseUntil(now + time), now, cancellationToken);
            if (holder is null)
                return new RunLease(store, run, identity, time, clock);
            if (!identity.KnowsToBeDead(holder))
                throw new RunBusyException(run, holder);
            await store.ReleaseLeaseAsync(run, holder.Engine, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _stop.Cancel();
        await _renewing;
        try
        {
            await _store.ReleaseLeaseAsync(_run, _identity.Name, CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // It lapses by itself.
        }
    }

    private async Task RenewAsync(TimeSpan time, TimeProvider clock, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await Task.Delay(time / 3, clock, stop);
                var now = clock.GetUtcNow();
                await _store.TakeLeaseAsync(_run, _identity.LeaseUntil(now + time), now, stop);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or StoreUnavailableException)
        {
            // A store that is gone stops the run at its next append, with a message of its own.
        }
    }
}
