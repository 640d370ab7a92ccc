namespace RunbookEngine.Differential.Tests.Arrays;

/// <summary>A time that stands still until it is moved. The simulator sets no timers on it: a request lets its time pass.</summary>
internal sealed class StandingClock : TimeProvider
{
    private DateTimeOffset _now = new(2031, 2, 3, 4, 5, 6, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan span) => _now += span;
}
