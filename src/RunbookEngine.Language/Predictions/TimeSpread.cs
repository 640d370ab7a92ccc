namespace RunbookEngine.Language.Predictions;

/// <summary>How long something takes, in three figures.</summary>
/// <param name="Expected">Null when it never ends, or nobody can tell.</param>
/// <param name="Slowest">Null when there is no limit.</param>
/// <param name="LimitedBy">What a faster end would need; null when nothing is copied.</param>
/// <param name="Uncounted">Programs, people: what is in no figure.</param>
public sealed record TimeSpread(TimeSpan? Expected, TimeSpan Fastest, TimeSpan? Slowest, string? LimitedBy = null, int Uncounted = 0)
{
    public static TimeSpread Nothing { get; } = new(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>Something whose time is not known beforehand.</summary>
    public static TimeSpread Unknown { get; } = Nothing with { Uncounted = 1 };

    public static TimeSpread Exactly(TimeSpan span) => new(span, span, span);

    /// <summary>One after the other.</summary>
    public TimeSpread Then(TimeSpread next) => new(
        Expected + next.Expected, Fastest + next.Fastest, Slowest + next.Slowest,
        (next.Expected ?? TimeSpan.MaxValue) > (Expected ?? TimeSpan.MaxValue) ? next.LimitedBy ?? LimitedBy : LimitedBy ?? next.LimitedBy,
        Uncounted + next.Uncounted);

    /// <summary>Side by side: the longer one counts.</summary>
    public TimeSpread Beside(TimeSpread other) => new(
        Longer(Expected, other.Expected), Fastest > other.Fastest ? Fastest : other.Fastest, Longer(Slowest, other.Slowest),
        (Expected ?? TimeSpan.MaxValue) >= (other.Expected ?? TimeSpan.MaxValue) ? LimitedBy : other.LimitedBy,
        Uncounted + other.Uncounted);

    /// <summary><paramref name="rounds"/> times one after the other.</summary>
    public TimeSpread Times(int rounds) => this with { Expected = Expected * rounds, Fastest = Fastest * rounds, Slowest = Slowest * rounds };

    private static TimeSpan? Longer(TimeSpan? one, TimeSpan? other) => one is null || other is null ? null : one > other ? one : other;
}
