namespace RunbookEngine.Testing;

/// <summary>A clock that stands still until a test moves it. <c>Task.Delay(span, clock)</c>,
/// <c>CancellationTokenSource(span, clock)</c>, <c>PeriodicTimer</c> and Polly obey it.</summary>
public sealed class ManualClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = start;
    private long _order;
    private TaskCompletionSource _armed = NewSignal();

    public ManualClock()
        : this(new DateTimeOffset(2031, 2, 3, 4, 5, 6, TimeSpan.Zero))
    {
    }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>When the next timer is due; null when nobody waits.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            lock (_gate)
            {
                return Next()?.Due;
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    /// <summary>Moves the time, firing what falls due on the way, in order of due time; a timer set by a callback counts too.</summary>
    public void Advance(TimeSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.Zero);
        var until = GetUtcNow() + span;
        while (FireNext(until))
        {
        }
        lock (_gate)
        {
            _now = _now < until ? until : _now;
        }
    }

    /// <summary>Moves the time to the next timer and fires it; false when nobody waits.</summary>
    public bool AdvanceToNext() => FireNext(DateTimeOffset.MaxValue);

    /// <summary>Completes when somebody waits for a moment no later than <paramref name="atMost"/> from now.</summary>
    public async Task ArmedAsync(TimeSpan atMost)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (Next() is { } next && next.Due - _now <= atMost)
                {
                    return;
                }
                changed = _armed.Task;
            }
            await changed;
        }
    }

    /// <summary>Moves the time from timer to timer until the task is done. A timer that is due later than
    /// <paramref name="atMost"/> (default one minute) is left alone: that is housekeeping, not what the task waits for.</summary>
    public async Task DriveAsync(Task task, TimeSpan? atMost = null)
    {
        var reach = atMost ?? TimeSpan.FromMinutes(1);
        while (!task.IsCompleted)
        {
            await Task.WhenAny(task, ArmedAsync(reach));
            if (!task.IsCompleted)
            {
                FireNext(GetUtcNow() + reach);
                await SettleAsync();
            }
        }
        await task;
    }

    /// <inheritdoc cref="DriveAsync(Task, TimeSpan?)"/>
    public async Task<T> DriveAsync<T>(Task<T> task, TimeSpan? atMost = null)
    {
        await DriveAsync((Task)task, atMost);
        return await task;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Lets what the last timer set off run, so that time does not run ahead of it.</summary>
    private static async Task SettleAsync()
    {
        var idle = 0;
        for (var turn = 0; turn < 1000 && idle < 5; turn++)
        {
            await Task.Yield();
            idle = ThreadPool.PendingWorkItemCount == 0 ? idle + 1 : 0;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ManualTimer? Next() => _timers.MinBy(t => (t.Due, t.Order));

    private bool FireNext(DateTimeOffset until)
    {
        ManualTimer next;
        lock (_gate)
        {
            if (Next() is not { } found || found.Due > until)
            {
                return false;
            }
            next = found;
            _now = next.Due > _now ? next.Due : _now;
            _timers.Remove(next);
            if (next.Period > TimeSpan.Zero)
            {
                next.Due += next.Period;
                Arm(next);
            }
        }
        next.Fire();
        return true;
    }

    private void Arm(ManualTimer timer)
    {
        timer.Order = _order++;
        _timers.Add(timer);
        _armed.TrySetResult();
        _armed = NewSignal();
    }

    private sealed class ManualTimer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; set; }

        public TimeSpan Period { get; private set; }

        /// <summary>Of two timers due at one moment the one set first fires first.</summary>
        public long Order { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                Period = period;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock._now + dueTime;
                    clock.Arm(this);
                }
            }
            return true;
        }

        public void Fire() => callback(state);

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
