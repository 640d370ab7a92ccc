namespace RunbookEngine.Runs;

/// <summary>A point in time by two clocks: the monotonic one, which nobody sets, and the wall clock, which goes on while the machine sleeps.</summary>
internal readonly record struct Moment(long Timestamp, DateTimeOffset At)
{
    public static Moment Now(TimeProvider clock) => new(clock.GetTimestamp(), clock.GetUtcNow());

    /// <summary>Time passed since, by the clock that says more.</summary>
    public TimeSpan Passed(TimeProvider clock)
    {
        var (monotonic, wall) = (clock.GetElapsedTime(Timestamp), clock.GetUtcNow() - At);
        return monotonic > wall ? monotonic : wall;
    }
}
