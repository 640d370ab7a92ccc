using System.Globalization;
using System.Net.Sockets;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Plans;
using RunbookEngine.Simulator.Hosting;
using RunbookEngine.Simulator.Topologies;

namespace RunbookEngine.Cli.Simulation;

/// <summary>Simulated arrays in this process, and the environment in which runbooks find them.</summary>
internal sealed class SimulatedSite : IAsyncDisposable
{
    /// <summary>Pause between two readings of a pair at the speed of real arrays.</summary>
    private static readonly TimeSpan PollAtRealSpeed = TimeSpan.FromSeconds(5);

    /// <summary>However fast the simulated time: readings are real requests.</summary>
    private static readonly TimeSpan ShortestPoll = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan GoneAfterAtRealSpeed = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan ShortestPatience = TimeSpan.FromSeconds(5);

    private SimulatedSite(Topology topology, SimulatorHost host, double speed) => (Topology, Host, Speed) = (topology, host, speed);

    public Topology Topology { get; }

    public SimulatorHost Host { get; }

    /// <summary>Simulated seconds per real second.</summary>
    public double Speed { get; }

    /// <summary>As often as real arrays would be asked, in simulated time.</summary>
    public TimeSpan PollInterval => PollAtRealSpeed / Speed is var scaled && scaled < ShortestPoll ? ShortestPoll : scaled;

    /// <summary>As long as a real array would be waited for, in simulated time.</summary>
    public TimeSpan GoneAfter => GoneAfterAtRealSpeed / Speed is var scaled && scaled < ShortestPatience ? ShortestPatience : scaled;

    /// <exception cref="CommandFailure">A port is taken.</exception>
    public static async Task<SimulatedSite> StartAsync(Topology topology, SimulatorOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return new SimulatedSite(topology, await SimulatorHost.StartAsync(topology, options, cancellationToken), options.Speed ?? topology.Speed);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new CommandFailure(
                Exit.Failed, $"the simulated arrays cannot listen at port {options.Port}: {e.Message.TrimEnd('.')}",
                "choose another --port; --port 0 picks free ones");
        }
    }

    /// <summary>The environment file of this site.</summary>
    /// <param name="credentials">The reference under which an array's user and password are found.</param>
    /// <param name="caFile">PEM file of the authority, as the environment names it; null without TLS.</param>
    public string EnvironmentText(Func<ArrayAddress, string> credentials, string? caFile)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        text.WriteLine($"# The simulated arrays of topology {Topology.Name}.");
        text.WriteLine("environment: v1");
        text.WriteLine($"name: {Topology.Name}");
        text.WriteLine($"simulator: {Quote(Address(Host.ControlAddress))}");
        text.WriteLine("arrays:");
        foreach (var array in Host.Arrays)
        {
            var endpoint = array.Controllers.Count > 1
                ? $"endpoints: [{string.Join(", ", array.Controllers.Select(c => Quote(Address(c))))}]"
                : $"endpoint: {Quote(Address(array.Endpoint))}";
            var tls = caFile is null ? "" : $", tls: {{ caFile: {Quote(caFile)} }}";
            text.WriteLine($"  {array.Alias}: {{ {endpoint}, storageDeviceId: {Quote(array.StorageDeviceId)}, credentials: {Quote(credentials(array))}{tls} }}");
        }

        if (Topology.Links.Count > 0)
            text.WriteLine($"links: [{string.Join(", ", Topology.Links.Select(l => $"[{l.First}, {l.Second}]").Distinct())}]");
        text.WriteLine($"limits: {{ pollInterval: {DurationText.Write(PollInterval)}, goneAfter: {DurationText.Write(GoneAfter)} }}");
        // Nobody real: runbooks with approvals can be tried as these.
        text.WriteLine("approvers: { dr-coordinators: [akiko, ben, chen] }");
        // For trials alone: whoever types a name is taken for that person.
        text.WriteLine("approvals: { typedNames: allowed }  # for trials: whoever types --as NAME is taken for that person");
        text.WriteLine($"notify: {{ storage-oncall: {{ webhook: {Quote(Address(Host.ControlAddress) + "/control/notices")} }} }}");
        return text.ToString();
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    public static string Address(Uri endpoint) => endpoint.GetLeftPart(UriPartial.Authority);

    private static string Quote(string text) => $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";
}
