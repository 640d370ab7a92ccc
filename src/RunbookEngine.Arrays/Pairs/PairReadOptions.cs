namespace RunbookEngine.Arrays.Pairs;

/// <summary>How a copy group is read.</summary>
public sealed record PairReadOptions
{
    public static PairReadOptions Default { get; } = new();

    /// <summary>ShadowImage: have the array re-read the pairs first, which is slow. Needed to see what CCI or another
    /// REST server changed, not to follow status or progress. The other technologies have no such thing and ignore it.</summary>
    public bool Refresh { get; init; }

    /// <summary>TC, UR, GAD: ask this array alone, without a session on the partner (the <c>NotSpecified</c> form).
    /// What only the partner knows is then left out.</summary>
    public bool WithoutPartner { get; init; }

    /// <summary>More than is usual, where the array has it: <see cref="Pair.TransitionStatus"/> and <see cref="Pair.DeltaStatus"/> of
    /// remote pairs (VSP 5000), <see cref="Pair.RetentionHours"/> of snapshots. Arrays that do not have it refuse the read.</summary>
    public bool Detailed { get; init; }

    /// <summary>One try, no repeating; for a caller that reads again anyway.</summary>
    public bool Once { get; init; }
}
