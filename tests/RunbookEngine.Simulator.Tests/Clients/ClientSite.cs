using RunbookEngine.Simulator.Clocks;
using RunbookEngine.Simulator.Hosting;
using RunbookEngine.Simulator.Tests.Support;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Tests.Clients;

/// <summary>Two sites whose time flows by itself, ten thousand times as fast, for clients that wait as they would in the field.</summary>
internal sealed class ClientSite : IAsyncDisposable
{
    private readonly SimulatorHost? _host;

    private ClientSite(SimulatorHost? host, SimulatedArrays world, HttpClient http) => (_host, World, Http) = (host, world, http);

    public SimulatedArrays World { get; }

    public HttpClient Http { get; }

    public TimeProvider Clock => World.Clock;

    public static async Task<ClientSite> OpenAsync(bool sockets)
    {
        var topology = Topology.Load(Repository.File("examples/topologies/two-site.yaml")).Require();
        var clock = new ScaledClock(TimeProvider.System, 10_000);
        if (!sockets)
        {
            var world = new SimulatedArrays(topology, clock);
            return new ClientSite(null, world, new HttpClient(new InMemoryHandler(world)));
        }
        var host = await SimulatorHost.StartAsync(topology, new SimulatorOptions { Clock = clock });
        return new ClientSite(host, host.World, new HttpClient());
    }

    public Uri AddressOf(string alias) => _host is null ? InMemoryHandler.AddressOf(alias) : _host.Arrays.Single(a => a.Alias == alias).Endpoint;

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_host is not null)
            await _host.DisposeAsync();
    }
}
