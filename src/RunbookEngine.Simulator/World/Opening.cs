using RunbookEngine.Simulator.LocalCopies;
using RunbookEngine.Simulator.RemoteCopies;
using RunbookEngine.Simulator.Snapshots;
using RunbookEngine.Simulator.Topologies;

namespace RunbookEngine.Simulator.World;

/// <summary>Sets links, quorum disks, copy groups and pairs as a topology describes them.</summary>
internal static class Opening
{
    public static void Set(SimulatedArrays world)
    {
        foreach (var array in world.Arrays)
        {
            foreach (var quorum in array.Spec.QuorumDisks)
                array.QuorumDisks.Add(new QuorumDisk(quorum.QuorumDiskId, world[quorum.RemoteArray], quorum.LdevId));
        }
        foreach (var link in world.Topology.Links)
            SetLink(world, link);
        // A ShadowImage copy of a remote S-VOL needs the remote pair first, and so does a mirror that stands by.
        foreach (var group in world.Topology.CopyGroups.OrderBy(g => g.Technology == "SI" ? 2 : g.Status == "HOLD" ? 1 : 0))
        {
            if (group.Technology == "SI")
                SetLocal(world[group.Primary], group);
            else
                SetRemote(world, group);
        }
        foreach (var group in world.Topology.SnapshotGroups)
            SetSnapshots(world[group.Array], group);
        world.LinksChanged();
    }

    private static void SetLink(SimulatedArrays world, LinkSpec spec)
    {
        var (a, b) = (world[spec.First], world[spec.Second]);
        var link = new Link(a, b, spec.BytesPerSecond) { LineUp = spec.Up };
        world.Links.Add(link);
        foreach (var (from, to) in new[] { (a, b), (b, a) })
        {
            foreach (var server in from.Servers)
                server.RemoteStorages.Add(to.StorageDeviceId);
            var group = new PathGroup(from, to, spec.PathGroupId);
            for (var i = 0; i < spec.Paths; i++)
                group.Paths.Add(new RemotePath(from.Ports[i % from.Ports.Count].PortId, to.Ports[i % to.Ports.Count].PortId));
            from.PathGroups.Add(group);
        }
    }

    private static void SetLocal(SimulatedArray array, CopyGroupSpec spec)
    {
        var group = new LocalGroup(
            spec.Name, spec.PvolDeviceGroup ?? spec.Name + "P_", spec.SvolDeviceGroup ?? spec.Name + "S_", spec.MirrorUnit ?? 0, spec.ConsistencyGroup, migration: false);
        array.LocalCopies.Add(group);
        foreach (var pair in spec.Pairs)
        {
            new LocalPair(array, group, pair.Name, array.Volumes[pair.PvolLdevId], array.Volumes[pair.SvolLdevId], spec.CopyPace).Open(spec.Status switch
            {
                "PSUS" => LocalState.Split,
                "PSUE" => LocalState.Error,
                _ => LocalState.Pair,
            });
        }
    }

    private static void SetSnapshots(SimulatedArray array, SnapshotGroupSpec spec)
    {
        var group = array.Snapshots.GroupOf(spec.Name, spec.ConsistencyGroup);
        foreach (var snapshot in spec.Snapshots)
        {
            var pvol = array.Volumes[snapshot.PvolLdevId];
            var pair = new SnapshotPair(array, group, pvol, snapshot.MirrorUnit ?? array.Snapshots.FreeMirrorUnit(pvol) ?? 0, spec.PoolId);
            pair.Open(snapshot.SvolLdevId is { } svol ? array.Volumes[svol] : null, stored: spec.Status == "PSUS");
        }
    }

    private static void SetRemote(SimulatedArrays world, CopyGroupSpec spec)
    {
        var (primary, secondary) = (world[spec.Primary], world[spec.Secondary!]);
        var group = new RemoteGroup(spec.Name, spec.Technology, primary, spec.PvolDeviceGroup ?? spec.Name + "P_", secondary, spec.SvolDeviceGroup ?? spec.Name + "S_")
        {
            MirrorUnit = spec.MirrorUnit ?? (spec.Technology == "UR" ? 1 : 0),
            FirstJournal = spec.PrimaryJournal,
            SecondJournal = spec.SecondaryJournal,
            QuorumDisk = spec.QuorumDisk,
        };
        primary.RemoteCopies.Add(group);
        secondary.RemoteCopies.Add(group);
        foreach (var spec2 in spec.Pairs)
        {
            var pair = new RemotePair(group, spec2.Name, primary.Volumes[spec2.PvolLdevId], secondary.Volumes[spec2.SvolLdevId], firstIsPrimary: true)
            {
                FenceLevel = spec.FenceLevel ?? "NEVER",
                CopyPace = spec.CopyPace,
                ConsistencyGroup = spec.ConsistencyGroup ?? (spec.Technology == "UR" ? spec.PrimaryJournal : null),
            };
            group.Pairs.Add(pair);
            pair.Open(spec.Status);
        }
    }
}
