using RunbookEngine.Simulator.LocalCopies;
using RunbookEngine.Simulator.Provisioning;
using RunbookEngine.Simulator.RemoteCopies;
using RunbookEngine.Simulator.RemoteSetup;
using RunbookEngine.Simulator.ResourceGroups;
using RunbookEngine.Simulator.Snapshots;

namespace RunbookEngine.Simulator.Rest;

/// <summary>Every request the simulated arrays answer, by idea.</summary>
internal static class Catalogue
{
    public static RouteTable Build()
    {
        var routes = new RouteTable();
        ServerEndpoints.Map(routes);
        SessionEndpoints.Map(routes);
        JobEndpoints.Map(routes);
        LocalCloneEndpoints.Map(routes);
        RemoteMirrorEndpoints.Map(routes);
        FlatListEndpoints.Map(routes);
        SnapshotEndpoints.Map(routes);
        SnapshotGroupEndpoints.Map(routes);
        SnapshotTreeService.Map(routes);
        VolumeEndpoints.Map(routes);
        PoolEndpoints.Map(routes);
        HostGroupEndpoints.Map(routes);
        HostIscsiEndpoints.Map(routes);
        LunEndpoints.Map(routes);
        JournalEndpoints.Map(routes);
        RemoteStorageEndpoints.Map(routes);
        RemotePathEndpoints.Map(routes);
        QuorumDiskEndpoints.Map(routes);
        ResourceGroupEndpoints.Map(routes);
        LockService.Map(routes);
        VirtualStorageEndpoints.Map(routes);
        return routes;
    }
}
