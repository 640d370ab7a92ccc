using System.Collections.Immutable;
using RunbookEngine.Plans;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Predictions;

/// <summary>What a step is about: a copy group of a target, or one pair of it.</summary>
internal sealed record PlannedUnit(PlanTarget Target, PlanCopyGroup Group, string? Pair)
{
    public Technology Technology { get; } = TechnologyNames.FromRunbook(Target.Technology)!.Value;

    public GroupKey Key { get; } = GroupKey.Of(Target, Group.Name);

    public string Name => Pair is null ? Group.Name : $"{Group.Name}/{Pair}";

    public bool Covers(string pair) => Pair is null || Pair == pair;

    public GroupForecast Forecast() => new(Target.Array, Group.Name, Pair, Technology);

    /// <summary>What <c>on</c> names; none when it is outside the targets, or a target has no copy groups.</summary>
    public static ImmutableArray<PlannedUnit> Of(Plan plan, string on)
    {
        if (plan.Targets.FirstOrDefault(t => t.Name == on) is { } target)
            return [.. (target.CopyGroups ?? []).Select(g => new PlannedUnit(target, g, null))];
        var slash = on.IndexOf('/');
        var (name, pair) = slash < 0 ? (on, null) : (on[..slash], on[(slash + 1)..]);
        return [.. plan.Targets.SelectMany(t => (t.CopyGroups ?? []).Where(g => g.Name == name).Select(g => new PlannedUnit(t, g, pair)))
            .DistinctBy(u => (u.Target.Technology, u.Target.Array)).Take(1)];
    }

    /// <summary>Every copy group that a step could be about while its <c>on</c> is not known.</summary>
    public static ImmutableArray<PlannedUnit> All(Plan plan) =>
        [.. plan.Targets.SelectMany(t => (t.CopyGroups ?? []).Select(g => new PlannedUnit(t, g, null))).DistinctBy(u => u.Key)];
}
