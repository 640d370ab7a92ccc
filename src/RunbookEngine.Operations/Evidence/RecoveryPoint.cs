using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Evidence;

/// <summary>How old the data of one copy group was at the moment that counts: what would have been lost had production been lost then.</summary>
/// <param name="Step">The step that marks it.</param>
/// <param name="Moment">Right before the first request that splits or takes over: when the pairs and journals were read for it.</param>
/// <param name="Age">At that moment.</param>
public sealed record RecoveryPoint(string CopyGroup, string Technology, StepKey Step, DateTimeOffset? Moment, MeasuredSpan Age)
{
    /// <summary>The data that is on the copy afterwards is from no earlier than this; null unknown.</summary>
    public DateTimeOffset? DataFrom { get; init; }

    /// <summary>… and from no later than this.</summary>
    public DateTimeOffset? DataTo { get; init; }

    /// <summary>What a reader has to know of it: that a split delivered the rest, that another group stands behind it.</summary>
    public string? Note { get; init; }
}

/// <summary>Recovery points of a run.</summary>
/// <param name="Groups">One for each copy group and step that marks it, in the order of time.</param>
/// <param name="Age">The oldest of them: the run's recovery point.</param>
/// <param name="Skew">How far the data of the groups lies apart; null with less than two groups.</param>
public sealed record RecoveryPoints(IReadOnlyList<RecoveryPoint> Groups, MeasuredSpan Age, MeasuredSpan? Skew)
{
    public static RecoveryPoints Of(IReadOnlyList<RecoveryPoint> groups, string? missing)
    {
        if (groups.Count == 0)
            return new(groups, MeasuredSpan.NotMeasured(missing ?? "no step marks it", "measure: { rpo: splitTime } at the step that splits or takes over the pairs"), null);
        return new(groups, Oldest(groups), groups.Count < 2 ? null : SkewOf(groups));
    }

    /// <summary>A group without a figure leaves the run without an upper bound.</summary>
    private static MeasuredSpan Oldest(IReadOnlyList<RecoveryPoint> groups)
    {
        var measured = groups.Where(g => g.Age.IsMeasured).ToList();
        var blind = groups.Where(g => !g.Age.IsMeasured).ToList();
        var bytes = groups.Select(g => g.Age.Bytes).Any(b => b is not null) ? groups.Sum(g => g.Age.Bytes ?? 0) : (long?)null;
        if (measured.Count == 0)
            return blind[0].Age with { Missing = $"{blind[0].CopyGroup}: {blind[0].Age.Missing}", Bytes = blind.All(b => b.Age.Bytes is not null) ? bytes : null };
        var low = measured.Max(g => g.Age.Low);
        TimeSpan? high = blind.Count > 0 || measured.Any(g => g.Age.High is null) ? null : measured.Max(g => g.Age.High);
        TimeSpan? value = blind.Count > 0 || measured.Any(g => g.Age.Value is null) ? null : measured.Max(g => g.Age.Value);
        return new MeasuredSpan(value, low, high, $"the oldest of {groups.Count} {(groups.Count == 1 ? "copy group" : "copy groups")}")
        {
            Missing = blind.Count == 0 ? null : $"{blind.Count} of {groups.Count} copy groups have no figure, the first {blind[0].CopyGroup}: {blind[0].Age.Missing}",
            Cure = blind.Count == 0 ? null : blind[0].Age.Cure,
        };
    }

    private static MeasuredSpan SkewOf(IReadOnlyList<RecoveryPoint> groups)
    {
        if (groups.FirstOrDefault(g => g.DataFrom is null || g.DataTo is null) is { } blind)
            return MeasuredSpan.NotMeasured($"of {blind.CopyGroup} it is not known of when its data is", blind.Age.Cure);
        var low = groups.Max(g => g.DataFrom!.Value) - groups.Min(g => g.DataTo!.Value);
        var high = groups.Max(g => g.DataTo!.Value) - groups.Min(g => g.DataFrom!.Value);
        var middles = groups.Select(g => g.DataFrom!.Value + ((g.DataTo!.Value - g.DataFrom!.Value) / 2)).ToList();
        return new MeasuredSpan(middles.Max() - middles.Min(), low < TimeSpan.Zero ? TimeSpan.Zero : low, high, $"the data of {groups.Count} copy groups, the newest against the oldest");
    }
}
