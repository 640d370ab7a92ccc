using System.Runtime.InteropServices;

namespace RunbookEngine.Runs;

/// <summary>The time of an engine: begins with the wall clock and goes on with what has passed since, also while the machine slept. A wall clock that is set
/// forward or back moves no deadline, lease or wait of this process; it is told.</summary>
public sealed class SteadyClock : TimeProvider, IDisposable
{
    /// <summary>A smaller difference between the two is no setting of the clock.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _wall;
    private readonly Func<TimeSpan> _passed;
    private readonly ITimer _watch;
    private readonly Lock _gate = new();
    private DateTimeOffset _start;
    private TimeSpan _startPassed;
    private TimeSpan _known;

    public SteadyClock()
        : this(System, SinceStart)
    {
    }

    /// <param name="wall">The clock that people and other machines see; its timers are used.</param>
    /// <param name="passed">Time since some moment, which nobody can set.</param>
    public SteadyClock(TimeProvider wall, Func<TimeSpan> passed)
    {
        (_wall, _passed) = (wall, passed);
        (_start, _startPassed) = (wall.GetUtcNow(), passed());
        _watch = wall.CreateTimer(_ => GetUtcNow(), null, Interval, Interval);
    }

    /// <summary>The wall clock was set by this much.</summary>
    public event Action<TimeSpan>? Jumped;

    public override TimeZoneInfo LocalTimeZone => _wall.LocalTimeZone;

    public override long TimestampFrequency => _wall.TimestampFrequency;

    /// <summary>The time that other processes go by.</summary>
    public static DateTimeOffset WallOf(TimeProvider clock) => clock is SteadyClock steady ? steady._wall.GetUtcNow() : clock.GetUtcNow();

    public override DateTimeOffset GetUtcNow()
    {
        TimeSpan jump;
        DateTimeOffset now;
        lock (_gate)
        {
            now = _start + (_passed() - _startPassed);
            var off = _wall.GetUtcNow() - now;
            jump = off - _known;
            if (jump.Duration() < Tolerance)
                return now;
            _known = off;
        }

        Jumped?.Invoke(jump);
        return now;
    }

    public override long GetTimestamp() => _wall.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => _wall.CreateTimer(callback, state, dueTime, period);

    /// <summary>Takes over the wall clock's time. For when nothing is under way that counts on this one.</summary>
    public void Rebase()
    {
        lock (_gate)
            (_start, _startPassed, _known) = (_wall.GetUtcNow(), _passed(), TimeSpan.Zero);
    }

    public void Dispose() => _watch.Dispose();

    /// <summary>Linux: since the machine started, sleep included. Elsewhere the monotonic clock of the system.</summary>
    private static TimeSpan SinceStart()
    {
        const int BootTime = 7;
        if (OperatingSystem.IsLinux() && Environment.Is64BitProcess && GetTime(BootTime, out var time) == 0)
            return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / 100);
        return TimeSpan.FromMilliseconds(Environment.TickCount64);
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int GetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
