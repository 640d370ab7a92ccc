using RunbookEngine.Journal;
using RunbookEngine.Locks;

namespace RunbookEngine.Runs;

/// <summary>The leases of one engine: taken one by one, renewed together in one call while there are any.</summary>
internal sealed class LeaseKeeper(IRunLeases leases, EngineIdentity identity, TimeSpan time, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<RunId, RunLease> _held = [];
    private CancellationTokenSource _stop = new();
    private Task _renewing = Task.CompletedTask;

    /// <summary>Kept back of every lease: for the clocks of two machines, which differ, and for bytes that are on their way.</summary>
    public static TimeSpan Margin(TimeSpan time) => time / 4;

    /// <exception cref="RunBusyException">A living engine has the run.</exception>
    public async Task<RunLease> TakeAsync(RunId run, CancellationToken cancellationToken)
    {
        while (true)
        {
            TakeOverTheTime();
            // The store's times are those that other processes go by; how long the lease lasts for us is counted from here.
            var (asked, wall) = (Moment.Now(clock), SteadyClock.WallOf(clock));
            var holder = await leases.TakeLeaseAsync(run, identity.LeaseUntil(wall + time), wall, cancellationToken);
            if (holder is null)
                return Keep(new RunLease(this, run, time - Margin(time), asked, clock));
            if (!identity.KnowsToBeDead(holder))
                throw new RunBusyException(run, holder);
            await leases.ReleaseLeaseAsync(run, holder.Engine, cancellationToken);
        }
    }

    public async Task ReleaseAsync(RunLease lease)
    {
        Task ended = Task.CompletedTask;
        lock (_gate)
        {
            if (_held.GetValueOrDefault(lease.Run) == lease)
                _held.Remove(lease.Run);
            if (_held.Count == 0)
            {
                _stop.Cancel();
                ended = _renewing;
            }
        }

        await ended;
        try
        {
            await leases.ReleaseLeaseAsync(lease.Run, identity.Name, CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // It lapses by itself.
        }
    }

    private RunLease Keep(RunLease lease)
    {
        lock (_gate)
        {
            _held[lease.Run] = lease;
            if (_held.Count == 1)
            {
                _stop = new CancellationTokenSource();
                _renewing = RenewAsync(_stop.Token);
            }
        }

        return lease;
    }

    /// <summary>With no run under way nothing counts on the time as it was.</summary>
    private void TakeOverTheTime()
    {
        lock (_gate)
        {
            if (_held.Count == 0)
                (clock as SteadyClock)?.Rebase();
        }
    }

    /// <summary>The clock was set: in the store the leases look as if they had lapsed, or as if they lasted long.</summary>
    public async Task RenewNowAsync()
    {
        try
        {
            await RenewHeldAsync(CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // The next turn tries again.
        }
    }

    private async Task RenewAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(time / 3, clock, stop);
                await RenewHeldAsync(stop);
            }
            catch (Exception e) when (e is OperationCanceledException or StoreUnavailableException)
            {
                // A store that is gone for long lets the leases lapse, and their runs stop.
            }
        }
    }

    private async Task RenewHeldAsync(CancellationToken stop)
    {
        List<RunLease> held;
        lock (_gate)
            held = [.. _held.Values];
        if (held.Count == 0)
            return;
        var (asked, wall) = (Moment.Now(clock), SteadyClock.WallOf(clock));
        var renewed = await leases.RenewLeasesAsync([.. held.Select(l => l.Run)], identity.LeaseUntil(wall + time), stop);
        foreach (var lease in held)
        {
            if (renewed.Contains(lease.Run))
                lease.Renewed(asked);
            else
                lease.Lose();
        }
    }
}
