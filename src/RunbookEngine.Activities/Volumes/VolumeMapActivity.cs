using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Pairs;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Arrays;

namespace RunbookEngine.Activities.Volumes;

/// <summary><c>volume.map</c> and <c>volume.unmap</c>: LU paths of the volumes of pairs to host groups.</summary>
internal sealed class VolumeMapActivity(ArrayConnections connections) : VolumeActivity(connections)
{
    private const int MaxLun = 4095;

    protected override async Task<(string Array, IReadOnlyList<VolumeChange> Changes, Failure? Refused)> PlanAsync(
        StepContext step, StepArguments arguments, ArrayFleet fleet, StepLimits limits)
    {
        var units = PairScope.Of(step, arguments, fleet);
        var ofPvols = arguments.Choice("side", "svol", "svol", "pvol") == "pvol";
        var allowed = arguments.Flag("allowPvol", false);
        var firstLun = arguments.OptionalNumber("lun", 0, MaxLun);
        var groups = await PairSnapshots.GroupsAsync(step, fleet, units, limits.Token);
        if (groups.FirstOrDefault(g => !g.Exists) is { } gone)
        {
            return Refuse(new Failure(FailureKind.WrongStatus, $"array {gone.Unit.Target.Array} has no copy group {gone.Unit.Group.Name}"));
        }
        var volumes = groups.SelectMany(g => g.Pairs.Select(p => (Group: g, Pair: p))).Select(v => (
            v.Pair, Array: ofPvols ? PvolArray(v.Group, v.Pair) : SvolArray(v.Group, v.Pair), Ldev: ofPvols ? v.Pair.Reading.PvolLdev : v.Pair.Reading.SvolLdev)).ToList();
        if (volumes.FirstOrDefault(v => v.Ldev is null) is { Pair: { } without })
        {
            return Refuse(new Failure(FailureKind.WrongStatus, $"{without.Reading.CopyGroup}/{without.Name} has no {(ofPvols ? "P-VOL" : "S-VOL")} that the array tells")
            {
                Help = "a snapshot has a volume only when pair.create names one as svol",
            });
        }
        if (volumes.Select(v => v.Array).Distinct().ToList() is not [var array])
        {
            throw arguments.Wrong("on", "names volumes of several arrays", "pairs whose volumes are on one array");
        }
        if (!allowed && await PvolsAsync(step, fleet, array, limits) is var pvols && volumes.Where(v => pvols.ContainsKey(v.Ldev!.Value)).ToList() is [var own, ..])
        {
            return Refuse(new Failure(FailureKind.Refused, $"LDEV {own.Ldev} on {array} is a P-VOL of {pvols[own.Ldev!.Value]}, which a target of this run names")
            {
                Array = array,
                Help = "production hosts use it; say 'allowPvol: true' if its LU paths are to be changed all the same",
            });
        }
        var hostGroups = await HostGroupsAsync(fleet[array], arguments, limits.Token);
        var ldevs = volumes.Select(v => v.Ldev!.Value).Distinct().ToList();
        if (firstLun + ldevs.Count - 1 > MaxLun)
        {
            throw arguments.Wrong("lun", $"is {firstLun} for {ldevs.Count} volumes", $"so that the last one is at most {MaxLun}");
        }
        return (array, [.. hostGroups.SelectMany(h => ldevs.Select((ldev, i) => arguments.Verb == "volume.map"
            ? (VolumeChange)new MapPath(ldev, h.Port, h.Number, firstLun + i) : new UnmapPath(ldev, h.Port, h.Number)))], null);
    }

    private static (string, IReadOnlyList<VolumeChange>, Failure?) Refuse(Failure failure) => ("", [], failure);

    /// <summary>The P-VOLs on that array of all copy groups that the run may touch.</summary>
    private static async Task<Dictionary<int, string>> PvolsAsync(StepContext step, ArrayFleet fleet, string array, StepLimits limits)
    {
        var all = await PairSnapshots.GroupsAsync(step, fleet, PairScope.OfPlan(step.Plan, fleet), limits.Token);
        return all.SelectMany(g => g.All.Where(p => p.Reading.PvolLdev is not null && PvolArray(g, p) == array).Select(p => (p.Reading.PvolLdev!.Value, g.Unit.Group.Name)))
            .DistinctBy(p => p.Value).ToDictionary(p => p.Value, p => p.Name);
    }

    private static string PvolArray(SeenGroup group, SeenPair pair) => pair.Reading.PvolArray is { Length: > 0 } remote ? remote : group.Unit.Target.Array;

    private static string SvolArray(SeenGroup group, SeenPair pair) =>
        group.Unit.Target.RemoteArray is { } remote ? (PvolArray(group, pair) == remote ? group.Unit.Target.Array : remote) : group.Unit.Target.Array;

    private static async Task<IReadOnlyList<(string Port, int Number)>> HostGroupsAsync(ArrayClient array, StepArguments arguments, CancellationToken cancellationToken)
    {
        var found = new List<(string, int)>();
        foreach (var written in arguments.Texts("hostGroups"))
        {
            var comma = written.IndexOf(',');
            if (comma < 1 || comma == written.Length - 1)
            {
                throw arguments.Wrong("hostGroups", $"holds '{written}'", "a port and the number or name of a host group: CL1-A,5 or CL1-A,backup01");
            }
            var (port, group) = (written[..comma].Trim(), written[(comma + 1)..].Trim());
            var groups = await array.ListHostGroupsAsync(port, cancellationToken);
            var named = groups.Where(g => g.PortId == port && (g.Name == group || group.All(char.IsAsciiDigit) && $"{g.Number}" == group)).ToList();
            found.Add(named is [var only] ? (only.PortId, only.Number)
                : throw arguments.Wrong("hostGroups", $"holds '{written}', of which {array.Name} has {named.Count}",
                    groups.Count == 0 ? "a host group of that port" : $"a host group of that port: {string.Join(", ", groups.Take(20).Select(g => $"{g.PortId},{g.Name ?? $"{g.Number}"}"))}"));
        }
        return found.Count > 0 ? found : throw arguments.Wrong("hostGroups", "is empty", "a list: CL1-A,5");
    }
}
