using System.Collections.Immutable;
using RunbookEngine.Plans;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.StartStates;

namespace RunbookEngine.Language.Predictions;

/// <summary>All pairs at one point of the plan. Immutable: what was before a step is kept for its undo.</summary>
internal sealed record PairWorld(ImmutableDictionary<GroupKey, GroupStanding> Groups)
{
    /// <summary>Of a step whose turn never comes.</summary>
    public static PairWorld Nowhere { get; } = new(ImmutableDictionary<GroupKey, GroupStanding>.Empty);

    public GroupStanding? Find(GroupKey key) => Groups.GetValueOrDefault(key);

    public PairWorld With(GroupStanding group) => new(Groups.SetItem(group.Key, group));

    public PairWorld With(IEnumerable<GroupStanding> groups)
    {
        var all = Groups.ToBuilder();
        foreach (var group in groups)
            all[group.Key] = group;
        return new(all.ToImmutable());
    }

    public PairWorld Or(PairWorld other)
    {
        if (ReferenceEquals(Groups, other.Groups))
            return this;
        var changed = other.Groups.Where(g => !ReferenceEquals(Groups.GetValueOrDefault(g.Key), g.Value))
            .Select(g => KeyValuePair.Create(g.Key, Find(g.Key) is { } mine ? mine.Or(g.Value) : g.Value));
        return new(Groups.SetItems(changed));
    }

    public static PairWorld Of(PlanStartState start)
    {
        var groups = start.Groups.Select(g => (Group: g, Technology: TechnologyNames.FromRunbook(g.Technology)))
            .Where(g => g.Technology is not null)
            .Select(g => Standing(start, g.Group, g.Technology!.Value))
            .DistinctBy(g => g.Key);
        return new(groups.ToImmutableDictionary(g => g.Key));
    }

    /// <summary>A group that does not exist yet.</summary>
    public static GroupStanding Empty(PlanTarget target, PlanCopyGroup group) => new(
        GroupKey.Of(target, group.Name),
        new StartGroup(target.Technology, target.Array, group.Name)
        {
            RemoteArray = target.RemoteArray,
            LocalDeviceGroup = group.LocalDeviceGroup,
            RemoteDeviceGroup = group.RemoteDeviceGroup,
        },
        []);

    private static GroupStanding Standing(PlanStartState start, StartGroup group, Technology technology)
    {
        var up = group.RemoteArray is not { } remote || start.Links.FirstOrDefault(l => l.Joins(group.Array, remote)) is not { Up: false };
        var classes = group.Pairs.Select(p => (Name: p.Name, State: State(group, p, technology, up)))
            .GroupBy(p => p.State)
            .Select(g => new PairClass(Course.Ends(g.Key), [.. g.Select(p => p.Name)]));
        return new(GroupKey.Of(technology, group.Array, group.RemoteArray, group.Name), group, [.. classes]);
    }

    private static PairState State(StartGroup group, StartPair pair, Technology technology, bool pathsUp)
    {
        var state = PairState.Observed(
            technology, Status(pair.PvolStatus), Status(pair.SvolStatus), Fence(pair.FenceLevel), Mode(pair.PvolIoMode), Mode(pair.SvolIoMode));
        return !technology.IsRemote() ? state with { PvolArray = "", SvolArray = "" } : state with
        {
            PvolArray = pair.PvolArray ?? group.Array,
            SvolArray = pair.SvolArray ?? group.RemoteArray ?? "",
            PathsUp = state.PathsUp && pathsUp,
        };
    }

    private static PairStatus Status(string word) =>
        word.Length > 0 && char.IsLetter(word[0]) && Enum.TryParse<PairStatus>(word, out var status) ? status : PairStatus.Unknown;

    private static FenceLevel? Fence(string? word) => Enum.TryParse<FenceLevel>(word, ignoreCase: true, out var fence) ? fence : null;

    private static IoMode? Mode(string? word) => word switch
    {
        "L/M" => IoMode.Mirror,
        "L/L" => IoMode.Local,
        "B/B" => IoMode.Block,
        _ => null,
    };
}
