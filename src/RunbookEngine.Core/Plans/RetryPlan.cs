using System.Collections.Immutable;

namespace RunbookEngine.Plans;

/// <summary>Tries a failed step again. Safe on changing verbs, since these observe before they act.</summary>
public sealed record RetryPlan
{
    /// <summary>Tries in all, the first included. 1 to 20.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>Pause before the second try; default 10 s.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Each further pause is this many times as long; 1 to 10, default 2.</summary>
    public double Backoff { get; init; } = 2;

    /// <summary>No pause is longer; default 5 min.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Failure kinds that are tried again (<c>unreachable</c>, <c>timeout</c> …); empty: every kind that may pass.</summary>
    public ImmutableArray<string> On { get; init; } = [];

    /// <summary>The pause after the given try (counted from 1).</summary>
    public TimeSpan PauseAfter(int attempt)
    {
        var seconds = Delay.TotalSeconds * Math.Pow(Backoff, attempt - 1);
        return seconds >= MaxDelay.TotalSeconds ? MaxDelay : TimeSpan.FromSeconds(seconds);
    }
}
