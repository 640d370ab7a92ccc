namespace RunbookEngine.Simulator.Clocks;

/// <summary>A clock that runs <see cref="Speed"/> times as fast as the one it stands on; its timers fire sooner to match.</summary>
/// <remarks>At speed 60 an hour's copy takes a minute. A timer keeps the speed it was started with.</remarks>
public sealed class ScaledClock : TimeProvider
{
    /// <summary>Fastest speed accepted: a day in under a second and a half.</summary>
    public const double MaxSpeed = 100_000;

    private readonly TimeProvider _inner;
    private readonly Lock _gate = new();
    private long _anchorInner;
    private long _anchorTicks;
    private readonly DateTimeOffset _start;
    private double _speed;

    /// <exception cref="ArgumentOutOfRangeException">The speed is not within 0.01 to <see cref="MaxSpeed"/>.</exception>
    public ScaledClock(TimeProvider inner, double speed, DateTimeOffset? start = null)
    {
        CheckSpeed(speed);
        _inner = inner;
        _speed = speed;
        _start = start ?? inner.GetUtcNow();
        _anchorInner = inner.GetTimestamp();
    }

    /// <summary>Seconds of this clock per second of the inner one. May change while running.</summary>
    public double Speed
    {
        get
        {
            lock (_gate)
                return _speed;
        }
        set
        {
            CheckSpeed(value);
            lock (_gate)
            {
                _anchorTicks = ElapsedTicks();
                _anchorInner = _inner.GetTimestamp();
                _speed = value;
            }
        }
    }

    /// <summary>Lets time jump forward. Timers under way keep their own end.</summary>
    public void Advance(TimeSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.Zero);
        lock (_gate)
            _anchorTicks += span.Ticks;
    }

    /// <summary>The clock this one stands on: the time of those who send requests.</summary>
    public TimeProvider Inner => _inner;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => _inner.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => _start + TimeSpan.FromTicks(GetTimestamp());

    public override long GetTimestamp()
    {
        lock (_gate)
            return ElapsedTicks();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new ScaledTimer(_inner.CreateTimer(callback, state, Scale(dueTime), Scale(period)), this);

    private static void CheckSpeed(double speed)
    {
        if (!(speed is >= 0.01 and <= MaxSpeed))
            throw new ArgumentOutOfRangeException(nameof(speed), speed, $"A clock's speed is between 0.01 and {MaxSpeed}.");
    }

    private long ElapsedTicks() => _anchorTicks + (long)(_inner.GetElapsedTime(_anchorInner).Ticks * _speed);

    /// <summary>Rounds up, so that a wait never ends before its time on this clock.</summary>
    private TimeSpan Scale(TimeSpan span) =>
        span <= TimeSpan.Zero ? span : TimeSpan.FromMilliseconds(Math.Ceiling(span.TotalMilliseconds / Speed));

    private sealed class ScaledTimer(ITimer timer, ScaledClock clock) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(clock.Scale(dueTime), clock.Scale(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
