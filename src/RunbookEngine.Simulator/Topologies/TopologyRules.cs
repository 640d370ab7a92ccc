namespace RunbookEngine.Simulator.Topologies;

/// <summary>What must fit together between the sections of a topology.</summary>
internal static class TopologyRules
{
    /// <summary>An array with the sizes of its volumes by LDEV number.</summary>
    private sealed record KnownArray(ArraySpec Spec, Dictionary<int, long> Sizes)
    {
        public KnownArray(ArraySpec spec)
            : this(spec, spec.Volumes.GroupBy(v => v.LdevId).ToDictionary(g => g.Key, g => g.First().SizeBytes))
        {
        }
    }

    public static void Check(Topology topology, Fields root, IReadOnlyList<(ArraySpec Spec, Fields Place)> arrays)
    {
        var mistakes = root.Mistakes;
        var byAlias = topology.Arrays.GroupBy(a => a.Alias).ToDictionary(g => g.Key, g => new KnownArray(g.First()));
        foreach (var (spec, place) in arrays)
            CheckArray(spec, place, topology);
        foreach (var (link, place) in topology.Links.Zip(Again(root, "links")))
        {
            foreach (var end in new[] { link.First, link.Second }.Where(e => e != "" && !byAlias.ContainsKey(e)))
                mistakes.Add(place, $"the link names array '{end}', which the topology does not have", Nearest.Help(end, byAlias.Keys));
            if (link.First == link.Second && link.First != "")
                mistakes.Add(place, "a link joins two different arrays", null);
        }
        var names = new HashSet<string>();
        foreach (var (group, place) in topology.CopyGroups.Zip(Again(root, "copyGroups")))
        {
            if (!names.Add(group.Name))
                mistakes.Add(place, $"copy group '{group.Name}' is given twice", null);
            CheckCopyGroup(group, place, topology, byAlias, mistakes);
        }
        foreach (var (group, place) in topology.SnapshotGroups.Zip(Again(root, "snapshotGroups")))
            CheckSnapshotGroup(group, place, byAlias, mistakes);
        foreach (var (fault, place) in topology.Faults.Zip(Again(root, "faults")))
        {
            if (fault.Array is { } alias && !byAlias.ContainsKey(alias))
                mistakes.Add(place, $"the fault names array '{alias}', which the topology does not have", Nearest.Help(alias, byAlias.Keys));
            if (fault.CopyGroup is { } name && topology.CopyGroups.All(g => g.Name != name) && topology.SnapshotGroups.All(g => g.Name != name))
                mistakes.Add(place, $"the fault names copy group '{name}', which the topology does not have", Nearest.Help(name, topology.CopyGroups.Select(g => g.Name)));
        }
    }

    private static IEnumerable<YamlNode> Again(Fields root, string key) =>
        (root.At(key) as YamlSequence)?.Items.Where(i => i is YamlMapping) ?? [];

    private static void CheckArray(ArraySpec array, Fields place, Topology topology)
    {
        var mistakes = place.Mistakes;
        if (topology.Arrays.Count(a => a.StorageDeviceId == array.StorageDeviceId) > 1)
            mistakes.Add(place.At("storageDeviceId"), $"storageDeviceId '{array.StorageDeviceId}' belongs to two arrays", null);
        if (topology.Arrays.Count(a => a.SerialNumber == array.SerialNumber) > 1)
            mistakes.Add(place.At("serialNumber"), $"serial number {array.SerialNumber} belongs to two arrays", null);
        if (array.Users.Count == 0)
            mistakes.Add(place.At("users"), $"array '{array.Alias}' needs a user", "Write 'users: { runbook: { password: ..., roles: [administrator] } }'.");
        foreach (var twice in array.Volumes.GroupBy(v => v.LdevId).Where(g => g.Count() > 1))
            mistakes.Add(place.At("volumes"), $"LDEV {twice.Key} of array '{array.Alias}' is defined twice", null);
        foreach (var twice in array.Journals.GroupBy(j => j.JournalId).Where(g => g.Count() > 1))
            mistakes.Add(place.At("journals"), $"journal {twice.Key} of array '{array.Alias}' is defined twice", null);
    }

    private static void CheckCopyGroup(
        CopyGroupSpec group, YamlNode place, Topology topology, Dictionary<string, KnownArray> arrays, Mistakes mistakes)
    {
        void Wrong(string message, string? help = null) => mistakes.Add(place, $"copy group '{group.Name}': {message}", help);

        if (group.Name.Length is 0 or > 31 || group.Name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or '_' or '@' or ':')))
            Wrong("a name has 1 to 31 letters, digits, '-', '.', '_', ':' or '@'");
        var remote = group.Technology != "SI";
        if (remote != (group.Secondary is not null))
            Wrong(remote ? "needs 'secondary'" : "ShadowImage lies in one array", remote ? "Name the array with the S-VOLs." : "Use 'array' and drop 'secondary'.");
        if (group.Pairs.Count is 0 or > 8192)
            Wrong($"has {group.Pairs.Count} pairs; 1 to 8192 are possible");
        if (group.Status == "SSWS" && !remote)
            Wrong("ShadowImage pairs have no SSWS");
        if (group.Status == "HOLD" && group.Technology != "UR")
            Wrong("HOLD is for a universal-replicator group that stands by for delta resync");
        foreach (var twice in group.Pairs.GroupBy(p => p.Name).Where(g => g.Count() > 1))
            Wrong($"pair '{twice.Key}' is given twice");
        if (!CheckSide(group, group.Primary, p => p.PvolLdevId, arrays, Wrong) | !CheckSide(group, group.Secondary ?? group.Primary, p => p.SvolLdevId, arrays, Wrong))
            return;
        var (primary, pvols) = arrays[group.Primary];
        var (secondary, svols) = arrays[group.Secondary ?? group.Primary];
        foreach (var pair in group.Pairs.Where(p => pvols[p.PvolLdevId] != svols[p.SvolLdevId]))
            Wrong($"P-VOL {pair.PvolLdevId} and S-VOL {pair.SvolLdevId} of pair '{pair.Name}' differ in size", "Copy pairs need volumes of the same size.");
        if (!remote)
            return;
        if (group.Primary == group.Secondary)
            Wrong("P-VOLs and S-VOLs of a remote copy lie in two arrays");
        if (!topology.Links.Any(l => (l.First, l.Second) == (group.Primary, group.Secondary) || (l.Second, l.First) == (group.Primary, group.Secondary)))
            Wrong($"there is no link between '{group.Primary}' and '{group.Secondary}'", "Add it below 'links:'.");
        if (group.Technology == "UR")
        {
            if (primary.Journals.All(j => j.JournalId != group.PrimaryJournal) || secondary.Journals.All(j => j.JournalId != group.SecondaryJournal))
                Wrong("needs a journal on each side", "Write 'journals: { primary: 1, secondary: 1 }' with journals that the arrays have.");
        }
        if (group.Technology == "GAD"
            && (primary.QuorumDisks.All(q => q.QuorumDiskId != group.QuorumDisk) || secondary.QuorumDisks.All(q => q.QuorumDiskId != group.QuorumDisk)))
            Wrong("needs 'quorumDisk', defined on both arrays");
    }

    private static bool CheckSide(
        CopyGroupSpec group, string alias, Func<PairSpec, int> ldev, Dictionary<string, KnownArray> arrays, Action<string, string?> wrong)
    {
        if (!arrays.TryGetValue(alias, out var array))
        {
            wrong($"array '{alias}' is not in the topology", Nearest.Help(alias, arrays.Keys));
            return false;
        }
        var missing = group.Pairs.Select(ldev).Where(id => !array.Sizes.ContainsKey(id)).ToList();
        if (missing.Count > 0)
            wrong($"array '{alias}' has no LDEV {string.Join(", ", missing.Take(8))}", "Add it below 'volumes:' of the array.");
        return missing.Count == 0;
    }

    private static void CheckSnapshotGroup(SnapshotGroupSpec group, YamlNode place, Dictionary<string, KnownArray> arrays, Mistakes mistakes)
    {
        if (!arrays.TryGetValue(group.Array, out var array))
        {
            mistakes.Add(place, $"snapshot group '{group.Name}': array '{group.Array}' is not in the topology", Nearest.Help(group.Array, arrays.Keys));
            return;
        }
        foreach (var id in group.Snapshots.SelectMany(s => s.SvolLdevId is { } svol ? new[] { s.PvolLdevId, svol } : [s.PvolLdevId]).Where(id => !array.Sizes.ContainsKey(id)))
            mistakes.Add(place, $"snapshot group '{group.Name}': array '{group.Array}' has no LDEV {id}", "Add it below 'volumes:' of the array.");
        if (array.Spec.Pools.All(p => p.PoolId != group.PoolId))
            mistakes.Add(place, $"snapshot group '{group.Name}': array '{group.Array}' has no pool {group.PoolId}", "Add it below 'pools:' of the array.");
    }
}
