namespace RunbookEngine.Rehearsal.Clocks;

/// <summary>Runs everything of one case on one thread, in the order it was posted, and moves the time only when nothing can run.</summary>
internal sealed class Pump(SimulatedTime time)
{
    /// <summary>Continuations of one case; more means that something goes round and round at one moment.</summary>
    private const long MaxTurns = 20_000_000;

    /// <summary>How long a case that seems stuck may still be brought on by another thread, in real time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Queue<(SimulatedProcess Process, SendOrPostCallback Callback, object? State)> _queue = new();
    private readonly AutoResetEvent _arrived = new(false);
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private long _turns;

    public SimulatedTime Time => time;

    /// <summary>Continuations that came from another thread: 0, or the case is not repeatable.</summary>
    public int Strays { get; private set; }

    public void Post(SimulatedProcess process, SendOrPostCallback callback, object? state)
    {
        lock (_gate)
        {
            // What a dead process still owns is finalised some time, on a thread of its own.
            if (!process.IsAlive)
                return;
            if (Environment.CurrentManagedThreadId != _thread)
                Strays++;
            _queue.Enqueue((process, callback, state));
        }

        _arrived.Set();
    }

    /// <summary>Runs until the work of a process is done, the process dies, nothing can bring it on, or its time is over.</summary>
    public PumpEnd Run(SimulatedProcess process, Func<Task> work, DateTimeOffset until, CancellationToken cancellationToken)
    {
        Task? task = null;
        Within(process, () => task = work());
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            while (process.IsAlive && Next() is { } next)
                Within(next.Process, () => next.Callback(next.State));
            if (!process.IsAlive)
                return PumpEnd.Died;
            if (task!.IsCompleted)
                return PumpEnd.Done;
            if (++_turns > MaxTurns)
                return PumpEnd.Endless;
            if (time.NextDue is not { } due)
            {
                if (_arrived.WaitOne(Patience))
                    continue;
                return PumpEnd.Stuck;
            }

            if (due > until)
                return PumpEnd.Late;
            var timer = time.TakeNext()!;
            Within(timer.Owner, timer.Fire);
        }
    }

    private (SimulatedProcess Process, SendOrPostCallback Callback, object? State)? Next()
    {
        lock (_gate)
        {
            while (_queue.TryDequeue(out var next))
            {
                if (next.Process.IsAlive && ++_turns <= MaxTurns)
                    return next;
            }

            return null;
        }
    }

    private static void Within(SimulatedProcess? process, Action action)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(process);
        try
        {
            action();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }
}

internal enum PumpEnd
{
    /// <summary>The work is done, well or not.</summary>
    Done,

    /// <summary>The process was killed.</summary>
    Died,

    /// <summary>Nothing runs, nothing waits for a time, and the work is not done.</summary>
    Stuck,

    /// <summary>The next thing to happen lies past the end of the case.</summary>
    Late,

    /// <summary>It runs for ever at one moment.</summary>
    Endless,
}
