using System.CommandLine;
using RunbookEngine.Cli.Composition;
using RunbookEngine.Cli.Hosting;

namespace RunbookEngine.Cli.Commands;

/// <summary>Where a runbook is carried out: <c>--environment</c> or <c>--simulate</c>.</summary>
internal sealed class PlaceOptions(RunbookOptions runbook)
{
    public Option<string?> Simulate { get; } = new("--simulate") { Description = "Topology file, or two-site or every-technology: simulated arrays inside this process", HelpName = "TOPOLOGY" };

    public void AddTo(Command command)
    {
        command.Add(runbook.Environment);
        command.Add(Simulate);
        command.Add(runbook.Without);
    }

    /// <returns>Null when the topology is none; what is wrong was printed.</returns>
    public async Task<Place?> OpenAsync(Invocation call, CancellationToken cancellationToken) =>
        call.Get(Simulate) is { } topology
            ? await Place.SimulateAsync(call, topology, call.Get(runbook.Without) ?? [], cancellationToken)
            : Place.Of(call.Get(runbook.Environment)!, call.Get(runbook.Without) ?? []);
}
