using RunbookEngine.Simulator.LocalCopies;
using RunbookEngine.Simulator.RemoteCopies;

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
        return routes;
    }
}
