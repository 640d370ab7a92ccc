using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.Snapshots;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Faults;

/// <summary>What a fault does to arrays, lines, journals, pools and pairs.</summary>
internal static class WorldFaults
{
    /// <summary>How long a REST server takes to start again unless the fault says otherwise.</summary>
    public static readonly TimeSpan RestartTime = TimeSpan.FromMinutes(1);

    private const string Stranger = "another-user";

    /// <returns>How to take it back; null when it happens once and stays.</returns>
    public static Action? Start(SimulatedArrays world, FaultSpec spec)
    {
        switch (spec.Kind)
        {
            case FaultKinds.PathsDown:
                return PathsDown(world, spec);
            case FaultKinds.JournalFull:
                return JournalFull(world, spec);
            case FaultKinds.ArrayGone or FaultKinds.ArraySilent:
                SetGone(world[spec.Array!], true);
                world[spec.Array!].Silent = spec.Kind == FaultKinds.ArraySilent;
                return () => SetGone(world[spec.Array!], false);
            case FaultKinds.ManagementGone:
                world[spec.Array!].ManagementGone = true;
                return () => world[spec.Array!].ManagementGone = false;
            case FaultKinds.LockHeld:
                return HoldLock(world[spec.Array!], spec.Owner ?? Stranger);
            case FaultKinds.PoolThreshold:
                return FillPool(world[spec.Array!], spec.PoolId!.Value, PoolState.OverThreshold);
            case FaultKinds.PoolFull:
                return FillPool(world[spec.Array!], spec.PoolId!.Value, PoolState.Full);
            case FaultKinds.SessionsThrownOut:
                Servers(world, spec).ForEach(s => s.Sessions.DiscardAll());
                return null;
            case FaultKinds.ControllerRestart:
                Servers(world, spec).ForEach(s => s.Restart(spec.For ?? RestartTime));
                return null;
            case FaultKinds.QuorumLost:
                return SetQuorum(world, spec.Array, spec.QuorumDisk, blocked: true);
            case FaultKinds.QuorumBack:
                SetQuorum(world, spec.Array, spec.QuorumDisk, blocked: false);
                return null;
            case FaultKinds.PairError:
                ForeignChanges.Apply(world, spec.Array, spec.CopyGroup!, spec.Pair, "error");
                return null;
            case FaultKinds.ForeignChange:
                ForeignChanges.Apply(world, spec.Array, spec.CopyGroup!, spec.Pair, spec.Change!);
                return null;
            default:
                throw new ArgumentException($"'{spec.Kind}' does nothing to the world.", nameof(spec));
        }
    }

    /// <summary>The array goes with everything it was doing, or comes back with its records as they were.</summary>
    public static void SetGone(SimulatedArray array, bool gone)
    {
        if (gone && !array.Gone)
            array.Servers.ToList().ForEach(s => s.Jobs.Restart());
        array.Gone = gone;
        array.Silent &= gone;
        array.World.LinksChanged();
    }

    /// <summary>Somebody else locks all resource groups of an array.</summary>
    public static Action HoldLock(SimulatedArray array, string owner)
    {
        var held = new ResourceLock(null, owner, "192.0.2.99", array.ResourceGroups.Select(g => g.ResourceGroupId).ToHashSet());
        array.Locks.Add(held);
        return () => array.Locks.Remove(held);
    }

    /// <summary>A pool fills. Snapshots stored in a full one lose their data at once and for good.</summary>
    public static Action FillPool(SimulatedArray array, int poolId, PoolState state)
    {
        if (array.Pools.FirstOrDefault(p => p.PoolId == poolId) is not { } pool)
            return () => { };
        pool.State = state;
        if (state == PoolState.Full)
        {
            foreach (var pair in array.Snapshots.All.Where(p => p.PoolId == poolId && p.State is SnapshotState.Creating or SnapshotState.Stored or SnapshotState.Restoring).ToList())
                pair.Fail();
        }
        return () => pool.State = PoolState.Normal;
    }

    /// <summary>Quorum disks become unusable, or usable again; null names all arrays, all disks.</summary>
    public static Action SetQuorum(SimulatedArrays world, string? alias, int? id, bool blocked)
    {
        var disks = world.Arrays.Where(a => alias is null || a.Alias == alias).SelectMany(a => a.QuorumDisks)
            .Where(q => (id is null || q.QuorumDiskId == id) && q.Status == QuorumDisk.Blocked != blocked).ToList();
        if (disks.Count == 0)
            return () => { };
        Set(blocked);
        return () => Set(!blocked);

        void Set(bool lost)
        {
            disks.ForEach(q => q.Status = lost ? QuorumDisk.Blocked : QuorumDisk.Normal);
            foreach (var group in world.Arrays.SelectMany(a => a.RemoteCopies.Groups).Distinct().Where(g => g.Technology == "GAD").ToList())
                group.QuorumChanged();
            world.LinksChanged();
        }
    }

    private static Action PathsDown(SimulatedArrays world, FaultSpec spec)
    {
        var links = world.Links.Where(l => l.LineUp && (spec.Array is null || l.First.Alias == spec.Array || l.Second.Alias == spec.Array)
            && (spec.CopyGroup is null || world.Arrays.Any(a => a.RemoteCopies.Find(spec.CopyGroup)?.Link == l))).ToList();
        SetLines(world, links, false);
        return () => SetLines(world, links, true);
    }

    private static void SetLines(SimulatedArrays world, List<Link> links, bool up)
    {
        links.ForEach(l => l.LineUp = up);
        world.LinksChanged();
    }

    private static Action JournalFull(SimulatedArrays world, FaultSpec spec)
    {
        var mirrors = world.Arrays.Where(a => spec.Array is null || a.Alias == spec.Array).SelectMany(a => a.RemoteCopies.Groups).Distinct()
            .Where(g => spec.CopyGroup is null || g.Name == spec.CopyGroup).Select(g => g.Mirror).OfType<RemoteCopies.Mirror>().ToList();
        mirrors.ForEach(m => m.HoldFull(true));
        return () => mirrors.ForEach(m => m.HoldFull(false));
    }

    private static List<RestServer> Servers(SimulatedArrays world, FaultSpec spec) =>
        [.. world[spec.Array!].Servers.Where(s => spec.Controller is null || s.Controller == spec.Controller)];
}
