namespace RunbookEngine.Rehearsal.Clocks;

/// <summary>One life of an engine. Killed, it does nothing any more: no continuation runs and no timer fires, as after <c>kill -9</c>.</summary>
internal sealed class SimulatedProcess : SynchronizationContext
{
    private readonly Pump _pump;

    public SimulatedProcess(Pump pump, string name)
    {
        (_pump, Name) = (pump, name);
        Clock = new ProcessClock(pump.Time, this);
    }

    public string Name { get; }

    public bool IsAlive { get; private set; } = true;

    /// <summary>The simulated time; its timers die with the process.</summary>
    public TimeProvider Clock { get; }

    public void Kill() => IsAlive = false;

    public override void Post(SendOrPostCallback d, object? state) => _pump.Post(this, d, state);

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;

    private sealed class ProcessClock(SimulatedTime time, SimulatedProcess process) : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => time.LocalTimeZone;

        public override long TimestampFrequency => time.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

        public override long GetTimestamp() => time.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            new SimulatedTimer(time, process, callback, state, dueTime, period);
    }
}
