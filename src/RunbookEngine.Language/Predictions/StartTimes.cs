using RunbookEngine.Replication.Estimates;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.StartStates;

namespace RunbookEngine.Language.Predictions;

/// <summary>How long operations take, from the sizes, journals and links of the start state.</summary>
internal sealed class StartTimes(PlanStartState start)
{
    /// <summary>Part of a volume that has changed when a delta is copied; nobody knows it beforehand.</summary>
    private const double DeltaShare = 0.1;

    /// <summary>A volume whose size is not known.</summary>
    private const long DefaultBytes = 100L << 30;

    private readonly Dictionary<StartGroup, long> _backlogs = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<StartGroup, double> _sizes = new(ReferenceEqualityComparer.Instance);

    /// <summary>Operations of one step on several copy groups share arrays and paths.</summary>
    public TimeSpread Of(IEnumerable<(GroupForecast Group, StartGroup Start)> groups)
    {
        var time = TimeSpread.Nothing;
        var acting = groups.Where(g => g.Group is { Operation: not null, Requests.Count: > 0 }).ToList();
        foreach (var alike in acting.GroupBy(g => (g.Start.Array, g.Start.RemoteArray, g.Group.Operation, g.Group.Copy)))
        {
            var (array, remote, operation, copy) = alike.Key;
            time = time.Beside(Spread(CopyEstimate.For(new CopyWork(alike.First().Group.Technology, operation!, copy, alike.Sum(g => Bytes(g.Start, copy, g.Group.Copying)))
            {
                Pairs = Math.Max(1, alike.Sum(g => g.Group.Copying)),
                LinkBytesPerSecond = Link(array, remote),
                BacklogBytes = alike.Sum(g => Backlog(g.Start)),
                FeedBacklogBytes = operation!.Action == PairAction.Split ? alike.Max(g => Feeds(g.Start).Select(Backlog).DefaultIfEmpty().Max()) : 0,
                FeedBytesPerSecond = alike.SelectMany(g => Feeds(g.Start)).Select(f => Link(f.Array, f.RemoteArray)).FirstOrDefault(l => l is not null),
            })));
        }

        return time;
    }

    /// <summary>One operation of an undo.</summary>
    public TimeSpread Of(PlannedUnit unit, StartGroup group, PairOperation operation, CopyKind copy, int pairs) =>
        Spread(CopyEstimate.For(new CopyWork(unit.Technology, operation, copy, Bytes(group, copy, pairs))
        {
            Pairs = Math.Max(1, pairs),
            LinkBytesPerSecond = Link(group.Array, group.RemoteArray),
            BacklogBytes = Backlog(group),
        }));

    public static IEnumerable<StartJournal> JournalsOf(PlanStartState start, PlannedUnit unit) =>
        start.Groups.Where(g => TechnologyNames.FromRunbook(g.Technology) is { } t && GroupKey.Of(t, g.Array, g.RemoteArray, g.Name) == unit.Key)
            .SelectMany(g => JournalsOf(start, g)).Distinct();

    private static IEnumerable<StartJournal> JournalsOf(PlanStartState start, StartGroup group)
    {
        var ids = group.Pairs.SelectMany(p => new[] { (p.PvolArray, p.PvolJournal), (p.SvolArray, p.SvolJournal) }).ToHashSet();
        return start.Journals.Where(j => ids.Contains((j.Array, j.Id)));
    }

    private long Bytes(StartGroup group, CopyKind copy, int pairs)
    {
        if (copy == CopyKind.None)
            return 0;
        if (!_sizes.TryGetValue(group, out var whole))
            _sizes[group] = whole = group.Pairs.Length == 0 ? DefaultBytes : group.Pairs.Average(p => p.Bytes ?? DefaultBytes);
        return (long)(whole * pairs * (copy == CopyKind.Full ? 1 : DeltaShare));
    }

    /// <summary>What waits in the journals: of a journal's capacity as much as is in use.</summary>
    private long Backlog(StartGroup group)
    {
        if (!_backlogs.TryGetValue(group, out var known))
            _backlogs[group] = known = Read(group);
        return known;
    }

    private long Read(StartGroup group) => group.Pairs.IsEmpty || start.Journals.IsEmpty ? 0
        : JournalsOf(start, group).Select(j => (j.CapacityBytes ?? 0) / 100 * (j.UsagePercent ?? 0)).DefaultIfEmpty().Max();

    /// <summary>Universal Replicator groups whose S-VOLs are the P-VOLs of a ShadowImage group.</summary>
    private IEnumerable<StartGroup> Feeds(StartGroup group)
    {
        if (TechnologyNames.FromRunbook(group.Technology) != Technology.ShadowImage || start.Journals.IsEmpty)
            return [];
        var pvols = group.Pairs.Select(p => (Array: p.PvolArray ?? group.Array, p.PvolLdev)).Where(v => v.PvolLdev is not null).ToHashSet();
        return start.Groups.Where(g => TechnologyNames.FromRunbook(g.Technology) == Technology.UniversalReplicator
            && g.Pairs.Any(p => p.SvolLdev is not null && pvols.Contains((p.SvolArray ?? g.RemoteArray ?? "", p.SvolLdev))));
    }

    private long? Link(string array, string? remote) =>
        remote is null ? null : start.Links.FirstOrDefault(l => l.Joins(array, remote)) is { BytesPerSecond: > 0 and var rate } ? rate : null;

    private static TimeSpread Spread(CopyEstimate estimate) => new(estimate.Expected, estimate.Fastest, estimate.Slowest, estimate.LimitedBy);
}
