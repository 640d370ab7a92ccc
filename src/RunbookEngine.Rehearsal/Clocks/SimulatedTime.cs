namespace RunbookEngine.Rehearsal.Clocks;

/// <summary>A time that stands still while anything can run, and jumps to the next timer when nothing can.</summary>
/// <remarks>Used from one thread at a time. Of two timers due at one moment the one set first fires first.</remarks>
public sealed class SimulatedTime(DateTimeOffset start) : TimeProvider
{
    private readonly PriorityQueue<SimulatedTimer, (DateTimeOffset Due, long Order)> _timers = new();
    private DateTimeOffset _now = start;
    private long _order;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new SimulatedTimer(this, null, callback, state, dueTime, period);

    /// <summary>When the next timer of a living process is due; null when nobody waits.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            while (_timers.TryPeek(out var timer, out var key))
            {
                if (timer.IsSet(key.Order) && timer.Owner is not { IsAlive: false })
                    return key.Due;
                _timers.Dequeue();
            }

            return null;
        }
    }

    /// <summary>Moves the time to the next timer and takes it out; null when there is none.</summary>
    internal SimulatedTimer? TakeNext()
    {
        if (NextDue is not { } due)
            return null;
        _now = due > _now ? due : _now;
        var timer = _timers.Dequeue();
        timer.Again();
        return timer;
    }

    /// <summary>Lets time pass for the arrays alone: no timer fires before somebody runs again.</summary>
    internal void Pass(TimeSpan span) => _now += span;

    internal long Arm(SimulatedTimer timer, TimeSpan after)
    {
        _timers.Enqueue(timer, (_now + after, ++_order));
        return _order;
    }
}

internal sealed class SimulatedTimer : ITimer
{
    private readonly SimulatedTime _time;
    private readonly TimerCallback _callback;
    private readonly object? _state;
    private TimeSpan _period;
    private long _armed;

    public SimulatedTimer(SimulatedTime time, SimulatedProcess? owner, TimerCallback callback, object? state, TimeSpan due, TimeSpan period)
    {
        (_time, Owner, _callback, _state) = (time, owner, callback, state);
        Change(due, period);
    }

    /// <summary>The process whose end ends the timer; null for none.</summary>
    public SimulatedProcess? Owner { get; }

    public bool IsSet(long order) => _armed == order;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        _period = period;
        _armed = dueTime == Timeout.InfiniteTimeSpan ? 0 : _time.Arm(this, dueTime);
        return true;
    }

    public void Again() => _armed = _period > TimeSpan.Zero ? _time.Arm(this, _period) : 0;

    public void Fire() => _callback(_state);

    public void Dispose() => _armed = 0;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
