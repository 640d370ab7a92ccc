using System.Globalization;

namespace RunbookEngine.Simulator.Topologies;

/// <summary>Links, copy groups and snapshot groups of a topology.</summary>
internal static class ReplicationReader
{
    private static readonly Dictionary<string, string> Technologies = new()
    {
        ["shadow-image"] = "SI",
        ["truecopy"] = "TC",
        ["universal-replicator"] = "UR",
        ["global-active-device"] = "GAD",
    };

    public static LinkSpec Link(Fields f)
    {
        var ends = f.Words("between");
        if (ends.Count != 2)
            f.Mistakes.Add(f.At("between"), "a link is between two arrays", "Write 'between: [tokyo, osaka]'.");
        var link = new LinkSpec
        {
            First = ends.ElementAtOrDefault(0) ?? "",
            Second = ends.ElementAtOrDefault(1) ?? "",
            BytesPerSecond = f.Bytes("bandwidth") ?? 200L << 20,
            Paths = f.Whole("paths", 1, 8) ?? 2,
            PathGroupId = f.Whole("pathGroup", 0, 255) ?? 0,
            Up = f.Flag("up") ?? true,
        };
        if (link.BytesPerSecond < 1 << 10)
            f.Mistakes.Add(f.At("bandwidth"), "a link moves at least 1K/s", null);
        f.Done();
        return link;
    }

    public static CopyGroupSpec CopyGroup(Fields f)
    {
        var technology = f.Choice("technology", "", [.. Technologies.Keys]);
        if (!f.Has("technology"))
            f.Missing("technology");
        var journals = f.Map("journals", "journals");
        var group = new CopyGroupSpec
        {
            Name = f.RequiredText("name"),
            Technology = Technologies.GetValueOrDefault(technology, "SI"),
            Primary = f.Has("array") ? f.RequiredText("array") : f.RequiredText("primary"),
            Secondary = f.TextOrNull("secondary"),
            PvolDeviceGroup = f.TextOrNull("pvolDeviceGroup"),
            SvolDeviceGroup = f.TextOrNull("svolDeviceGroup"),
            Status = f.Choice("status", "PAIR", "PAIR", "PSUS", "PSUE", "SSWS", "HOLD"),
            MirrorUnit = f.Whole("mirrorUnit", 0, 3),
            ConsistencyGroup = f.Whole("consistencyGroup", 0, 255),
            FenceLevel = f.Has("fenceLevel") ? f.Choice("fenceLevel", "NEVER", "DATA", "STATUS", "NEVER") : null,
            PrimaryJournal = journals?.RequiredWhole("primary", 0, 255),
            SecondaryJournal = journals?.RequiredWhole("secondary", 0, 255),
            QuorumDisk = f.Whole("quorumDisk", 0, 31),
            CopyPace = f.Whole("copyPace", 1, 15) ?? 3,
            Pairs = [.. f.Maps("pairs", "a pair").SelectMany(Pairs)],
        };
        journals?.Done();
        f.Done();
        return group;
    }

    public static SnapshotGroupSpec SnapshotGroup(Fields f)
    {
        var group = new SnapshotGroupSpec(
            f.RequiredText("name"),
            f.RequiredText("array"),
            f.RequiredWhole("pool", 0, 127),
            f.Choice("status", "PAIR", "PAIR", "PSUS"),
            f.Flag("consistencyGroup") ?? false,
            [.. f.Maps("snapshots", "a snapshot").Select(Snapshot)]);
        f.Done();
        return group;
    }

    private static SnapshotSpec Snapshot(Fields f)
    {
        if (!f.Has("pvol"))
            f.Missing("pvol");
        var snapshot = new SnapshotSpec(f.Ldev("pvol") ?? 0, f.Ldev("svol"), f.Whole("mirrorUnit", 0, 1023));
        f.Done();
        return snapshot;
    }

    /// <summary>One pair, or with ranges as many as there are volumes; their names get a number then.</summary>
    private static List<PairSpec> Pairs(Fields f)
    {
        var name = f.RequiredText("name");
        var pvols = f.Ldevs("pvol");
        var svols = f.Ldevs("svol");
        if (pvols.Count != svols.Count || pvols.Count == 0)
            f.Mistakes.Add(f.Place, $"pair '{name}' has {pvols.Count} P-VOLs and {svols.Count} S-VOLs", "Give as many of one as of the other, at least one.");
        f.Done();
        return [.. pvols.Zip(svols, (p, s) => (p, s)).Select((v, i) =>
            new PairSpec(pvols.Count == 1 ? name : name + (i + 1).ToString("00", CultureInfo.InvariantCulture), v.p, v.s))];
    }
}
