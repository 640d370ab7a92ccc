using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RunbookEngine.Simulator.Clocks;
using RunbookEngine.Simulator.Control;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Hosting;

/// <summary>The simulated arrays as HTTP servers: each array on a port of its own, and a control address.</summary>
public sealed class SimulatorHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CertificateAuthority? _authority;

    private SimulatorHost(WebApplication app, CertificateAuthority? authority, SimulatedArrays world, IReadOnlyList<ArrayAddress> arrays, Uri control)
    {
        (_app, _authority, World, Arrays, ControlAddress) = (app, authority, world, arrays, control);
    }

    public SimulatedArrays World { get; }

    /// <summary>In the order of the topology.</summary>
    public IReadOnlyList<ArrayAddress> Arrays { get; }

    public Uri ControlAddress { get; }

    /// <summary>Certificate of the authority that signed the servers' certificate; null without TLS.</summary>
    public string? AuthorityPem => _authority?.Pem;

    /// <exception cref="IOException">A port is taken.</exception>
    public static async Task<SimulatorHost> StartAsync(Topology topology, SimulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new SimulatorOptions();
        var clock = options.Clock ?? new ScaledClock(TimeProvider.System, options.Speed ?? topology.Speed);
        var world = new SimulatedArrays(topology, clock);
        var control = new ControlServer(world);
        var authority = options.Tls ? new CertificateAuthority(options.Address, TimeProvider.System) : null;
        var listeners = Listeners(world, control, options);
        var app = Build(listeners, options, authority);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            authority?.Dispose();
            throw;
        }
        var arrays = world.Arrays.Select(array => Address(array, listeners, options)).ToList();
        foreach (var (array, address) in world.Arrays.Zip(arrays))
            array.RestServerPort = address.Endpoint.Port;
        return new SimulatorHost(app, authority, world, arrays, listeners.First(l => l.IsControl).Address(options, tls: false));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _authority?.Dispose();
    }

    private static List<Listener> Listeners(SimulatedArrays world, ControlServer control, SimulatorOptions options)
    {
        List<Listener> listeners = options.OneAddress
            ? [new Listener([.. world.Arrays.Select(a => a.Servers[0])], new Rest.OneAddress(world).HandleAsync)]
            : [.. world.Arrays.Select(a => new Listener([a.Servers[0]], a.Servers[0].HandleAsync))];
        listeners.Add(new Listener([], control.HandleAsync));
        if (!options.OneAddress)
            listeners.AddRange(world.Arrays.SelectMany(a => a.Servers.Skip(1)).Select(s => new Listener([s], s.HandleAsync)));
        for (var i = 0; i < listeners.Count; i++)
            listeners[i].Port = options.Port == 0 ? 0 : options.Port + i;
        return listeners;
    }

    private static WebApplication Build(List<Listener> listeners, SimulatorOptions options, CertificateAuthority? authority)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        // Stopping is the business of whoever holds the host, not of Ctrl-C.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MaxRequestLineSize = 16 * 1024;
            foreach (var listener in listeners)
            {
                kestrel.Listen(options.Address, listener.Port, listen =>
                {
                    listener.Bound = listen;
                    listen.Protocols = HttpProtocols.Http1;
                    if (authority is not null && !listener.IsControl)
                        listen.UseHttps(authority.Server);
                    listen.Use(next => connection =>
                    {
                        connection.Items[typeof(Listener)] = listener;
                        return next(connection);
                    });
                });
            }
        });
        var app = builder.Build();
        app.Run(context =>
        {
            var items = context.Features.Get<IConnectionItemsFeature>()!.Items;
            return KestrelAdapter.RunAsync(context, ((Listener)items[typeof(Listener)]!).Handler);
        });
        return app;
    }

    private static ArrayAddress Address(SimulatedArray array, List<Listener> listeners, SimulatorOptions options)
    {
        var endpoints = array.Servers.SelectMany(s => listeners.Where(l => l.Servers.Contains(s))).Select(l => l.Address(options, options.Tls)).ToList();
        var user = array.Spec.Users[0];
        return new ArrayAddress(array.Alias, array.StorageDeviceId, array.SerialNumber, endpoints[0], endpoints, user.Name, user.Password);
    }

    /// <param name="servers">REST servers reached here; none: the control address.</param>
    private sealed class Listener(IReadOnlyList<Rest.RestServer> servers, Func<SimRequest, CancellationToken, Task<SimResponse>> handler)
    {
        public IReadOnlyList<Rest.RestServer> Servers { get; } = servers;
        public bool IsControl => Servers.Count == 0;
        public Func<SimRequest, CancellationToken, Task<SimResponse>> Handler { get; } = handler;
        public int Port { get; set; }
        public ListenOptions? Bound { get; set; }

        public Uri Address(SimulatorOptions options, bool tls)
        {
            var host = options.Address.Equals(IPAddress.Any) || options.Address.Equals(IPAddress.IPv6Any) ? IPAddress.Loopback : options.Address;
            return new UriBuilder(tls ? "https" : "http", host.ToString(), Bound!.IPEndPoint!.Port).Uri;
        }
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
