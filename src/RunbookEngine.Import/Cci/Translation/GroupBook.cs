using System.Collections.Immutable;
using RunbookEngine.Import.Cci.Horcm;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Import.Cci.Translation;

/// <summary>What is known of each device group: its technology, its arrays, its volumes.</summary>
internal sealed class GroupBook(ImmutableArray<HorcmFile> files, Evidence evidence, IReadOnlyDictionary<string, Technology> given)
{
    private readonly Dictionary<string, GroupFacts> _facts = new(StringComparer.Ordinal);

    /// <param name="group">As the script names it.</param>
    public GroupFacts Of(string group)
    {
        if (!_facts.TryGetValue(group, out var facts))
            _facts[group] = facts = Find(group);
        return facts;
    }

    /// <summary>The only group that has a device of this name; null for none or several.</summary>
    public string? GroupOfDevice(string device) =>
        files.SelectMany(f => f.Devices).Where(d => d.Name == device).Select(d => d.Group).Distinct().ToList() is [var only] ? only : null;

    public bool HasFiles => files.Length > 0;

    /// <summary>The group and device of a serial number and an LDEV (<c>-d SEQ LDEV</c>); null for none or several groups.</summary>
    public (string Group, string Device)? DeviceAt(string serial, int ldev) =>
        files.SelectMany(f => f.Devices).Where(d => d.Serial?.TrimStart('0') == serial.TrimStart('0') && d.Ldev == ldev).Select(d => (d.Group, d.Name)).Distinct().ToList() is [var only] ? only : null;

    /// <summary>Serial number of the array on whose side an instance sees a group; null when no HORCM file tells.</summary>
    public string? SerialAt(int? instance, string group)
    {
        var file = instance is null ? files is [var only] ? only : null : files.FirstOrDefault(f => f.Instance == instance);
        return file is null ? null : file.Devices.Where(d => d.Group == group).Select(d => d.Serial).FirstOrDefault(s => s is not null) ?? file.CommandSerials.FirstOrDefault();
    }

    /// <summary>Serial number of the array that an instance works with.</summary>
    public string? SerialOf(int? instance)
    {
        var file = files.FirstOrDefault(f => f.Instance == instance) ?? files.FirstOrDefault();
        return file?.CommandSerials.FirstOrDefault() ?? file?.Devices.Select(d => d.Serial).FirstOrDefault(s => s is not null);
    }

    private GroupFacts Find(string group)
    {
        var seen = evidence.Of(group);
        var isComputed = group.Contains("${{", StringComparison.Ordinal);
        var sides = files.Select(f => (File: f, Devices: isComputed ? f.Devices : [.. f.Devices.Where(d => d.Group == group)])).Where(s => s.Devices.Length > 0).ToList();
        var (pvol, svol, sure) = Sides(sides, seen);
        var pvolSerial = Serial(pvol.Devices) ?? (pvol.File is null ? null : SerialOf(pvol.File.Instance));
        var svolSerial = Serial(svol.Devices);
        var (technology, doubt) = TechnologyOf(group, seen, [.. sides.SelectMany(s => s.Devices)], pvolSerial, svolSerial);
        var open = new List<string>();
        if (doubt is not null)
            open.Add(doubt);
        if (!sure && sides.Count > 0 && technology.IsRemote())
            open.Add($"nothing says which side holds the P-VOLs of {group}: HORCM instance {pvol.File!.Instance}, which the script talks to first, is taken for it");
        if (sides.Count == 0 && !isComputed)
            open.Add($"no HORCM file given has the group {group}: its arrays are placeholders");
        var pairs = isComputed ? [] : Pairs(pvol.Devices, svol.Devices);
        var units = sides.SelectMany(s => s.Devices).Select(d => d.MirrorUnit.TrimStart('h')).Where(u => u is ['0' or '1' or '2' or '3']).Distinct().ToList();
        return new GroupFacts(group, technology, pvolSerial, svolSerial, pairs, units is [var unit] ? unit[0] - '0' : null, [.. open]) { PvolInstance = pvol.File?.Instance };
    }

    private static ((HorcmFile? File, ImmutableArray<HorcmDevice> Devices) Pvol, (HorcmFile? File, ImmutableArray<HorcmDevice> Devices) Svol, bool Sure) Sides(
        List<(HorcmFile File, ImmutableArray<HorcmDevice> Devices)> sides, GroupEvidence seen)
    {
        if (sides.Count == 0)
            return ((null, []), (null, []), false);
        var byInstance = seen.PvolInstance is { } p ? sides.FindIndex(s => s.File.Instance == p)
            : seen.SvolInstance is { } s ? sides.FindIndex(x => x.File.Instance != s && sides.Count > 1) : -1;
        var first = byInstance >= 0 ? byInstance : Math.Max(0, sides.FindIndex(x => x.File.Instance == seen.FirstInstance));
        var other = sides.FindIndex(x => x.File != sides[first].File);
        return (sides[first], other < 0 ? (null, []) : sides[other], byInstance >= 0);
    }

    private (Technology Technology, string? Doubt) TechnologyOf(
        string group, GroupEvidence seen, List<HorcmDevice> devices, string? pvolSerial, string? svolSerial)
    {
        if (given.TryGetValue(group, out var told))
            return (told, null);
        if (seen.Sign is { } sign)
            return (sign.Technology, null);
        if (seen.IsLocalCopy)
            return (Technology.ShadowImage, null);
        var mend = "; --technology says otherwise";
        if (devices.Select(d => d.MirrorUnit).FirstOrDefault(m => m is ['h', '1' or '2' or '3']) is { } unit)
            return (Technology.UniversalReplicator, group.Contains("UR", StringComparison.OrdinalIgnoreCase) ? null : $"{group} is taken for universal-replicator because its MU# is {unit}{mend}");
        if (pvolSerial is not null && pvolSerial == svolSerial)
            return (Technology.ShadowImage, $"{group} is taken for shadow-image because both sides are on the array {pvolSerial}{mend}");
        var name = group.ToUpperInvariant();
        if (name.Contains("UR", StringComparison.Ordinal))
            return (Technology.UniversalReplicator, $"{group} is taken for universal-replicator because of its name{mend}");
        return name.Contains("GAD", StringComparison.Ordinal)
            ? (Technology.GlobalActiveDevice, $"{group} is taken for global-active-device because of its name{mend}")
            : (Technology.TrueCopy, $"{group} is taken for truecopy: nothing in the script or the HORCM files says what it is{mend}");
    }

    private static string? Serial(ImmutableArray<HorcmDevice> devices) => devices.Select(d => d.Serial).FirstOrDefault(s => s is not null);

    private static ImmutableArray<GroupPair> Pairs(ImmutableArray<HorcmDevice> pvol, ImmutableArray<HorcmDevice> svol) =>
        [.. pvol.Where(p => p.Ldev is not null)
            .Select(p => (P: p, S: svol.FirstOrDefault(s => s.Name == p.Name)?.Ldev))
            .Where(x => x.S is not null).Select(x => new GroupPair(x.P.Name, x.P.Ldev!.Value, x.S!.Value)).DistinctBy(x => x.Name)];
}

/// <param name="PvolSerial">Null when no HORCM file tells.</param>
/// <param name="Pairs">Those whose LDEVs are known on both sides.</param>
/// <param name="MirrorUnit">Null when the HORCM files name none, or several.</param>
/// <param name="Open">What was assumed and a person should check.</param>
internal sealed record GroupFacts(
    string Name, Technology Technology, string? PvolSerial, string? SvolSerial, ImmutableArray<GroupPair> Pairs, int? MirrorUnit, ImmutableArray<string> Open)
{
    /// <summary>HORCM instance on the side of the P-VOLs; null when no HORCM file has the group.</summary>
    public int? PvolInstance { get; init; }
}

internal sealed record GroupPair(string Name, int Pvol, int Svol);
