using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Output;
using RunbookEngine.Cli.Simulation;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Environments;
using RunbookEngine.Simulator.Hosting;
using RunbookEngine.StartStates;

namespace RunbookEngine.Cli.Composition;

/// <summary>Where a runbook is to be carried out: the arrays of an environment file, or simulated ones in this process.</summary>
internal sealed class Place : IAsyncDisposable
{
    private readonly SimulatedSite? _site;

    private Place(EnvironmentResult environment, SimulatedSite? site) => (Environment, _site) = (environment, site);

    public EnvironmentResult Environment { get; }

    public bool IsSimulated => _site is not null;

    /// <summary>What the paths between simulated arrays carry; null for real ones, which do not tell.</summary>
    public IEnumerable<StartLink>? Links => _site?.Topology.Links.Select(l => new StartLink(l.First, l.Second, l.BytesPerSecond, l.Up));

    /// <param name="without">Aliases of arrays that are declared gone.</param>
    /// <exception cref="CommandFailure">The environment has no such array.</exception>
    public static Place Of(string environmentFile, IReadOnlyList<string> without)
    {
        var loaded = EnvironmentLoader.Load(environmentFile);
        return new(loaded.Model is not { } model ? loaded : loaded with
        {
            Model = model with { File = Path.GetFullPath(environmentFile), Without = DeclaredGone.In(model, without) },
        }, null);
    }

    /// <returns>Null when the topology is none; what is wrong was printed.</returns>
    public static async Task<Place?> SimulateAsync(Invocation call, string topologyFile, IReadOnlyList<string> without, CancellationToken cancellationToken)
    {
        if (TopologyReading.Read(call, topologyFile) is not { } topology)
            return null;
        var site = await SimulatedSite.StartAsync(topology, new SimulatorOptions(), cancellationToken);
        var text = site.EnvironmentText(GiveCredentials, caFile: null) + $"description: {PassingArrays.Mark}\n";
        var loaded = EnvironmentLoader.Load(new SourceFile($"{topologyFile} (simulated)", text));
        return new Place(loaded.Model is not { } model ? loaded : loaded with { Model = model with { Without = DeclaredGone.In(model, without) } }, site);
    }

    public async ValueTask DisposeAsync()
    {
        if (_site is not null)
            await _site.DisposeAsync();
    }

    /// <summary>In the memory of this process and nowhere else.</summary>
    private static string GiveCredentials(ArrayAddress array)
    {
        var name = $"RUNBOOK_SIMULATED_{array.StorageDeviceId}";
        System.Environment.SetEnvironmentVariable(name + "_USER", array.User);
        System.Environment.SetEnvironmentVariable(name + "_PASSWORD", array.Password);
        return $"env:{name}";
    }
}
