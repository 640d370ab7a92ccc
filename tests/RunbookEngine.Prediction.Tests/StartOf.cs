using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Forecasts;
using RunbookEngine.Plans;
using RunbookEngine.Simulator.Faults;
using RunbookEngine.Simulator.Hosting;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;
using RunbookEngine.StartStates;

namespace RunbookEngine.Prediction.Tests;

/// <summary>The pairs of a topology, read as from real arrays.</summary>
internal static class StartOf
{
    public static async Task<PlanStartState> ReadAsync(Plan plan, Topology topology)
    {
        var world = new SimulatedArrays(topology, TimeProvider.System);
        await using var connections = new ArrayConnections(TimeProvider.System, _ => new InMemoryHandler(world));
        return await new StartStateReader(connections, TimeProvider.System).ReadAsync(plan, CancellationToken.None);
    }
}
