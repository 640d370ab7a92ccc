using RunbookEngine.Arrays.Pairs;

namespace RunbookEngine.Arrays.Polling;

/// <summary>When to look at a copy group next. Pure, and measured in the configured interval.</summary>
/// <remarks>Splits end within seconds, so the first looks are close together; copies take hours, so later ones are not, unless
/// the copy is about to end. Field clients ask every 5 s for ten minutes and every 10 s after that.</remarks>
internal static class PollCadence
{
    /// <summary>Looks at a fifth of the interval after a wait begins or a status changes.</summary>
    private const int QuickLooks = 5;

    private const int QuickDivisor = 5;

    /// <summary>The longest pause during a copy, in intervals.</summary>
    private const int LongestFactor = 6;

    /// <summary>No change for so many looks: the pause begins to grow.</summary>
    private const int SteadyLooks = 12;

    /// <summary>The pause of a poller whose reads fail grows to so many intervals.</summary>
    private const int LongestFailureFactor = 12;

    /// <summary>A new waiter makes nobody look sooner than this after the last look.</summary>
    public static TimeSpan Shortest(TimeSpan interval) => interval / QuickDivisor;

    /// <param name="interval">The ordinary pause.</param>
    /// <param name="quietLooks">Looks since a waiter came or a status changed.</param>
    /// <param name="toGo">How long the copy will still take, when progress tells.</param>
    public static TimeSpan Next(TimeSpan interval, int quietLooks, TimeSpan? toGo)
    {
        if (quietLooks < QuickLooks)
        {
            return Shortest(interval);
        }
        if (toGo is { } left)
        {
            return Clamp(left / 4, Shortest(interval), interval * LongestFactor);
        }
        return quietLooks < SteadyLooks ? interval : Clamp(interval * (quietLooks - SteadyLooks + 2) / 2, interval, interval * LongestFactor);
    }

    /// <param name="interval">The ordinary pause.</param>
    /// <param name="failures">In a row, this one included.</param>
    public static TimeSpan AfterFailure(TimeSpan interval, int failures) =>
        Clamp(interval * Math.Pow(2, Math.Min(failures - 1, 10)), interval, interval * LongestFailureFactor);

    /// <summary>Extrapolates between two looks; null when the progress did not move or is not told.</summary>
    public static TimeSpan? ToGo(CopyGroup? before, CopyGroup? now)
    {
        if (before is null || now is null || Least(before) is not { } from || Least(now) is not { } to || to <= from || now.ReadAt <= before.ReadAt)
        {
            return null;
        }
        return (now.ReadAt - before.ReadAt) * ((100.0 - to) / (to - from));
    }

    private static int? Least(CopyGroup group) => group.Pairs.Min(p => p.ProgressPercent);

    private static TimeSpan Clamp(TimeSpan value, TimeSpan least, TimeSpan most) => value < least ? least : value > most ? most : value;
}
