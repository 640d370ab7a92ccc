using System.CommandLine;
using System.Text.Json.Nodes;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Simulation;
using RunbookEngine.Simulator.Clocks;
using RunbookEngine.Simulator.Hosting;

namespace RunbookEngine.Cli.Commands;

internal sealed class SimulateVerb : Verb
{
    private readonly Argument<string> _topology = new("TOPOLOGY") { Description = "Topology file, or two-site or every-technology: the arrays and how they stand" };

    private readonly Option<int> _port = new("--port")
    {
        Description = "Port of the first array; the others follow, then the control address. 0 picks free ones",
        DefaultValueFactory = _ => 0,
        HelpName = "N",
    };

    private readonly Option<bool> _tls = new("--tls") { Description = "HTTPS, with a certificate authority made at the start" };
    private readonly Option<bool> _oneAddress = new("--one-address") { Description = "One address for all arrays, as a Configuration Manager server has" };
    private readonly Option<double?> _speed = new("--speed") { Description = "Simulated seconds per real second; default: the topology's", HelpName = "X" };
    private readonly Option<string?> _environment = new("--write-environment") { Description = "Write an environment file with all that a client needs", HelpName = "F" };

    public SimulateVerb(Desk desk)
        : base(
            desk, "simulate", "Serve simulated arrays over HTTP until Ctrl-C",
            "runbook simulate examples/topologies/two-site.yaml --port 9443 --write-environment env.yaml")
    {
        _port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 65_000)
                result.AddError("--port is 0 to 65000");
        });
        _speed.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is { } speed && speed is not (>= 0.01 and <= ScaledClock.MaxSpeed))
                result.AddError($"--speed is 0.01 to {ScaledClock.MaxSpeed:0}");
        });
        Add(_topology);
        Add(_port);
        Add(_tls);
        Add(_oneAddress);
        Add(_speed);
        Add(_environment);
    }

    protected override async Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        if (TopologyReading.Read(call, call.Get(_topology)) is not { } topology)
            return Exit.Invalid;
        var options = new SimulatorOptions { Port = call.Get(_port), Tls = call.Get(_tls), OneAddress = call.Get(_oneAddress), Speed = call.Get(_speed) };
        await using var site = await SimulatedSite.StartAsync(topology, options, cancellationToken);
        if (call.Get(_environment) is { } file)
            EnvironmentFiles.Write(site, file);
        Announce(call, site);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, call.Clock, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C or SIGTERM: this is how it ends.
        }

        return Exit.Done;
    }

    /// <summary>The addresses are the sign that requests are served: a script waits for the last line.</summary>
    private static void Announce(Invocation call, SimulatedSite site)
    {
        if (call.Json)
            call.WriteJson(new JsonObject
            {
                ["arrays"] = new JsonArray([.. site.Host.Arrays.Select(a => (JsonNode)new JsonObject
                {
                    ["name"] = a.Alias, ["endpoint"] = SimulatedSite.Address(a.Endpoint), ["storageDeviceId"] = a.StorageDeviceId,
                })]),
                ["control"] = SimulatedSite.Address(site.Host.ControlAddress),
                ["speed"] = site.Speed,
            });
        else
        {
            foreach (var array in site.Host.Arrays)
                call.Out.WriteLine($"array {array.Alias} {SimulatedSite.Address(array.Endpoint)} {array.StorageDeviceId}");
            call.Out.WriteLine($"control {SimulatedSite.Address(site.Host.ControlAddress)}");
        }

        call.Out.Flush();
    }
}
