namespace RunbookEngine.Operations.PairHealth;

/// <summary>The copy groups of an environment as the arrays tell them, and how well they are.</summary>
/// <param name="Health">Of the whole: <c>ok</c>, <c>warning</c>, <c>critical</c>, <c>unknown</c>.</param>
/// <param name="Summary">One line for people.</param>
/// <param name="Items">By name.</param>
/// <param name="Troubles">What could not be asked.</param>
public sealed record PairsAnswer(
    string Environment, DateTimeOffset ReadAt, string Health, string Summary, IReadOnlyList<CopyGroupAnswer> Items, IReadOnlyList<TroubleAnswer> Troubles)
{
    public static PairsAnswer Of(string environment, DateTimeOffset readAt, IEnumerable<CopyGroupAnswer> groups, IReadOnlyList<TroubleAnswer> troubles)
    {
        var items = groups.OrderBy(g => g.CopyGroup, StringComparer.Ordinal).ThenBy(g => g.Technology, StringComparer.Ordinal)
            .ThenBy(g => g.Array, StringComparer.Ordinal).ToList();
        var counts = PairsCount.Of(items, troubles);
        return new(environment, readAt, counts.Health.Word(), counts.Summary, items, troubles);
    }
}

/// <summary>One copy group.</summary>
/// <param name="Technology">As runbooks spell it; null when its pairs do not say.</param>
/// <param name="Array">Alias of the array that holds the P-VOLs, or its storage device id where the environment has no alias; null when not known.</param>
/// <param name="PartnerArray">TC, UR, GAD: the other array.</param>
/// <param name="Statuses">How many pairs are in which statuses, the most first; <c>?</c> stands for a side that did not say.</param>
/// <param name="Copied">Lowest progress of its pairs in percent; null when no array gives one.</param>
/// <param name="IoModes">GAD: <c>L/M</c>, <c>L/L</c>, <c>B/B</c> of the P-VOLs and S-VOLs, each that occurs.</param>
/// <param name="Reasons">Why it is not ok, in words.</param>
/// <param name="Drift">Those reasons that are differences from what the environment expects.</param>
/// <param name="Pairs">Null unless asked for.</param>
public sealed record CopyGroupAnswer(
    string CopyGroup, string? Technology, string? Array, string? PartnerArray, int PairCount, IReadOnlyList<StatusCount> Statuses, int? Copied,
    IReadOnlyList<int> ConsistencyGroups, IReadOnlyList<JournalAnswer> Journals, IReadOnlyList<string> IoModes, string Health, IReadOnlyList<string> Reasons,
    IReadOnlyList<string> Drift, IReadOnlyList<PairAnswer>? Pairs);

public sealed record StatusCount(string PvolStatus, string SvolStatus, int Pairs);

/// <param name="UsagePercent">Null when the array did not say.</param>
/// <param name="QCount">Entries that are not delivered yet.</param>
public sealed record JournalAnswer(string Array, int Journal, string? Status, int? UsagePercent, long? QCount);

public sealed record PairAnswer(
    string Pair, int? PvolLdev, int? SvolLdev, string PvolStatus, string SvolStatus, int? Copied, int? ConsistencyGroup, string? PvolIoMode, string? SvolIoMode, string? SplitTime);

/// <param name="Array">Alias.</param>
/// <param name="What">What could not be asked there.</param>
public sealed record TroubleAnswer(string Array, string What, string Problem);
