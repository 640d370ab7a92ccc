using System.Globalization;
using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Arrays;
using RunbookEngine.Arrays.Journals;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Arrays.RemotePaths;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Activities.Pairs;

/// <summary>What <c>pair.wait</c> and <c>pair.assert</c> ask of what stands around the pairs: journals, remote paths, quorum disks.</summary>
/// <param name="UsageBelow">Percent of every journal involved.</param>
/// <param name="BacklogBelow">Entries of every journal that are not delivered yet (Q-count).</param>
/// <param name="JournalStatuses">Every journal's status is in it; empty: any.</param>
/// <param name="PathsAtLeast">Normal paths in each direction; 0 with <paramref name="AllPaths"/>.</param>
/// <param name="AllPaths">Every path in both directions is normal.</param>
/// <param name="QuorumNormal">The quorum disks of the pairs are normal on both arrays.</param>
internal sealed record SettingConditions(
    int? UsageBelow, int? BacklogBelow, IReadOnlyList<string> JournalStatuses, int? PathsAtLeast, bool AllPaths, bool QuorumNormal)
{
    /// <summary>Asks for nothing.</summary>
    public static SettingConditions None { get; } = new(null, null, [], null, false, false);

    /// <summary>Q-counts are written with up to nine digits.</summary>
    private const int MostBacklog = 999_999_999;

    public bool Any => UsageBelow is not null || BacklogBelow is not null || JournalStatuses.Count > 0 || AllPaths || PathsAtLeast is not null || QuorumNormal;

    private bool OfJournals => UsageBelow is not null || BacklogBelow is not null || JournalStatuses.Count > 0;

    public static SettingConditions Read(StepArguments arguments, Technology technology)
    {
        var paths = arguments.OptionalText("remotePaths");
        var conditions = new SettingConditions(
            arguments.OptionalNumber("journalUsageBelow", 0, 100), arguments.OptionalNumber("journalBacklogBelow", 0, MostBacklog),
            arguments.Texts("journalStatus"), paths is null or "normal" ? null : arguments.OptionalNumber("remotePaths", 1, 64), paths == "normal",
            arguments.OptionalText("quorum") is not null && arguments.Choice("quorum", "normal", "normal") == "normal");
        Refuse(arguments, "journalUsageBelow", conditions.UsageBelow is not null, technology, [Technology.UniversalReplicator], "whose pairs have journals");
        Refuse(arguments, "journalBacklogBelow", conditions.BacklogBelow is not null, technology, [Technology.UniversalReplicator], "whose pairs have journals");
        Refuse(arguments, "journalStatus", conditions.JournalStatuses.Count > 0, technology, [Technology.UniversalReplicator], "whose pairs have journals");
        Refuse(arguments, "quorum", conditions.QuorumNormal, technology, [Technology.GlobalActiveDevice], "whose pairs have quorum disks");
        Refuse(arguments, "remotePaths", paths is not null, technology, [.. Enum.GetValues<Technology>().Where(t => t.IsRemote())], "which copies between arrays");
        return conditions;
    }

    /// <summary>Looks once. What an array that cannot be asked would have told is missing: then the exception of the array goes on.</summary>
    public async Task<SettingReading> LookAsync(ArrayFleet fleet, IReadOnlyList<PairUnit> units, CancellationToken cancellationToken)
    {
        var groups = OfJournals || QuorumNormal
            ? (await Task.WhenAll(units.Select(u => GroupReading.ReadAsync(fleet, u.Group, fleet[u.Target.Array], PairReadOptions.Default, cancellationToken))))
                .Select(g => g.Group).OfType<CopyGroup>().ToList()
            : [];
        var journals = OfJournals ? await JournalUsage.OfAsync(fleet, groups, cancellationToken) : [];
        var wrong = new List<string>();
        if (OfJournals && journals.Count == 0)
        {
            wrong.Add("the pairs name no journal, so nothing can be said of it; a Universal Replicator pair that is not SMPL has journals");
        }
        wrong.AddRange(journals.SelectMany(j => OfJournal(j.Array, j.Journal)));
        wrong.AddRange(AllPaths || PathsAtLeast is not null ? await OfPathsAsync(fleet, units, cancellationToken) : []);
        wrong.AddRange(QuorumNormal ? await OfQuorumAsync(fleet, groups, cancellationToken) : []);
        return new SettingReading(
            wrong, UsageBelow is null || journals.Count == 0 ? null : journals.Max(j => j.Journal.UsagePercent ?? 0),
            BacklogBelow is null || journals.Count == 0 ? null : journals.Max(j => j.Journal.QCount ?? 0), OfJournals && journals.Count == 0);
    }

    private IEnumerable<string> OfJournal(string array, ReplicationJournal journal)
    {
        var name = $"journal {journal.JournalId} on {array}";
        if (UsageBelow is { } below && (journal.UsagePercent ?? 0) >= below)
        {
            yield return $"{name} is {journal.UsagePercent ?? 0} % full; required is below {below} %";
        }
        if (BacklogBelow is { } most && journal.IsMaster && (journal.QCount is not { } count || count >= most))
        {
            yield return $"{name} holds {journal.QCount?.ToString(CultureInfo.InvariantCulture) ?? "an unknown number of"} entries that are not delivered; required are fewer than {most}";
        }
        if (JournalStatuses.Count > 0 && !JournalStatuses.Contains(journal.Status ?? ""))
        {
            yield return $"{name} is {journal.Status ?? "?"}; required is {string.Join(" or ", JournalStatuses)}";
        }
    }

    private async Task<IEnumerable<string>> OfPathsAsync(ArrayFleet fleet, IReadOnlyList<PairUnit> units, CancellationToken cancellationToken)
    {
        var ways = units.Where(u => u.Target.RemoteArray is not null).Select(u => (From: u.Target.Array, To: u.Target.RemoteArray!)).Distinct()
            .SelectMany(w => new[] { w, (From: w.To, To: w.From) }).Distinct();
        var wrong = new List<string>();
        foreach (var from in ways.GroupBy(w => w.From))
        {
            var groups = await fleet[from.Key].ReadRemotePathsAsync(cancellationToken);
            foreach (var to in from.Select(w => fleet[w.To]))
            {
                var found = groups.Where(g => g.RemoteStorageDeviceId == to.StorageDeviceId || SameSerial(g, to.StorageDeviceId)).ToList();
                var paths = found.SelectMany(g => g.Paths).ToList();
                var normal = paths.Count(p => p.IsHealthy);
                if (found.Count == 0)
                {
                    wrong.Add($"{from.Key} has no remote path to {to.Name}");
                }
                else if (AllPaths && !found.All(g => g.IsHealthy))
                {
                    wrong.Add($"{normal} of {paths.Count} remote paths from {from.Key} to {to.Name} are normal");
                }
                else if (PathsAtLeast is { } least && normal < least)
                {
                    wrong.Add($"{normal} remote paths from {from.Key} to {to.Name} are normal; required are {least}");
                }
            }
        }
        return wrong;
    }

    private static bool SameSerial(RemotePathGroup group, string storageDeviceId) => group.RemoteStorageDeviceId is null
        && group.RemoteSerialNumber is { Length: > 0 } serial && storageDeviceId.EndsWith(serial, StringComparison.Ordinal);

    private static async Task<IEnumerable<string>> OfQuorumAsync(ArrayFleet fleet, IEnumerable<CopyGroup> groups, CancellationToken cancellationToken)
    {
        var pairs = groups.SelectMany(g => g.Pairs).Where(p => p.QuorumDiskId is not null).ToList();
        if (pairs.Count == 0)
        {
            return ["the pairs name no quorum disk"];
        }
        var wanted = pairs.SelectMany(p => new[] { p.Pvol.StorageDeviceId, p.Svol.StorageDeviceId }.OfType<string>().Select(a => (Array: a, Id: p.QuorumDiskId!.Value))).Distinct();
        var wrong = new List<string>();
        foreach (var there in wanted.GroupBy(w => w.Array))
        {
            if (fleet.ByStorageDeviceId(there.Key) is not { } array)
            {
                continue;
            }
            var disks = await array.ReadQuorumDisksAsync(cancellationToken);
            wrong.AddRange(there.Select(w => (w.Id, Disk: disks.FirstOrDefault(d => d.Id == w.Id))).Where(d => d.Disk?.Status is not "NORMAL")
                .Select(d => $"quorum disk {d.Id} on {array.Name} {(d.Disk is null ? "is not there" : $"is {d.Disk.Status ?? "in a state that the array does not tell"}")}"));
        }
        return wrong;
    }

    private static void Refuse(StepArguments arguments, string name, bool given, Technology technology, Technology[] of, string why)
    {
        if (given && !of.Contains(technology))
        {
            throw arguments.Wrong(name, $"does not belong to {technology.RunbookName()}", $"used with {string.Join(", ", of.Select(t => t.RunbookName()))}, {why}");
        }
    }

    public override string ToString() => string.Join(", ", new[]
    {
        UsageBelow is null ? null : $"journal usage below {UsageBelow} %",
        BacklogBelow is null ? null : $"journal backlog below {BacklogBelow}",
        JournalStatuses.Count == 0 ? null : $"journal status {string.Join(" or ", JournalStatuses)}",
        AllPaths ? "remote paths normal" : PathsAtLeast is null ? null : $"at least {PathsAtLeast} remote paths normal",
        QuorumNormal ? "quorum disks normal" : null,
    }.Where(c => c is not null));
}

/// <summary>One look at it.</summary>
/// <param name="Wrong">What is not as asked for; empty: all is.</param>
/// <param name="NoJournals">The pairs name no journal: waiting will not help.</param>
internal sealed record SettingReading(IReadOnlyList<string> Wrong, int? Usage, long? Backlog, bool NoJournals);
