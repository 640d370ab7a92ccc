using System.Collections.Concurrent;

namespace RunbookEngine.Testing;

/// <summary>Runs asynchronous code on one thread and moves a <see cref="ManualClock"/> only when nothing is left to do at the
/// present moment. Deterministic for code that does no real input or output and leaves the thread pool alone.</summary>
/// <remarks>Where other threads take part, give a reach: a timer further away than that is housekeeping or a deadline, and
/// while none is nearer the code must be busy elsewhere.</remarks>
public static class SimulatedTime
{
    /// <summary>Real time after which a test that waits for nothing at all is given up.</summary>
    private static readonly TimeSpan Stuck = TimeSpan.FromSeconds(60);

    public static void Run(ManualClock clock, Func<Task> body, TimeSpan? reach = null) => Run(
        clock,
        async () =>
        {
            await body();
            return true;
        },
        reach);

    /// <param name="clock">Moved from timer to timer.</param>
    /// <param name="body">What to run.</param>
    /// <param name="reach">Default: every timer is waited for.</param>
    public static T Run<T>(ManualClock clock, Func<Task<T>> body, TimeSpan? reach = null)
    {
        var within = reach ?? TimeSpan.FromDays(3650);
        var before = SynchronizationContext.Current;
        using var pump = new Pump();
        SynchronizationContext.SetSynchronizationContext(pump);
        try
        {
            var task = body();
            while (!task.IsCompleted)
            {
                if (!pump.RunOne(TimeSpan.Zero) && !AdvanceWithin(clock, within) && !WaitForOthers(pump, Task.WhenAny(task, clock.ArmedAsync(within))))
                {
                    throw new TimeoutException("the code under test waits, but neither for the clock nor for work that is under way");
                }
            }
            return task.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private static bool AdvanceWithin(ManualClock clock, TimeSpan reach) =>
        clock.NextDue is { } due && due - clock.GetUtcNow() <= reach && clock.AdvanceToNext();

    private static bool WaitForOthers(Pump pump, Task change)
    {
        _ = change.ContinueWith(_ => pump.Post(static _ => { }, null), TaskScheduler.Default);
        return pump.RunOne(Stuck);
    }

    private sealed class Pump : SynchronizationContext, IDisposable
    {
        private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _work = [];

        public override void Post(SendOrPostCallback d, object? state)
        {
            try
            {
                _work.Add((d, state));
            }
            catch (ObjectDisposedException)
            {
                // The test is over; what still ends somewhere has nobody to tell.
            }
        }

        public override SynchronizationContext CreateCopy() => this;

        public bool RunOne(TimeSpan within)
        {
            if (!_work.TryTake(out var work, within))
            {
                return false;
            }
            work.Callback(work.State);
            return true;
        }

        public void Dispose() => _work.Dispose();
    }
}
