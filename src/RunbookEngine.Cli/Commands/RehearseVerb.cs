using System.CommandLine;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Output;
using RunbookEngine.Cli.Rehearsals;
using RunbookEngine.Cli.Simulation;
using RunbookEngine.Language.Documents;
using RunbookEngine.Rehearsal;
using RunbookEngine.Rehearsal.Reports;
using RunbookEngine.Rehearsal.States;

namespace RunbookEngine.Cli.Commands;

internal sealed class RehearseVerb : Verb
{
    private readonly Argument<string> _file = new("FILE") { Description = "The runbook" };
    private readonly Option<string> _simulate = new("--simulate") { Description = "Topology file: the arrays to rehearse on", HelpName = "TOPOLOGY", Required = true };
    private readonly Option<string?> _fromState = new("--from-state") { Description = "Pairs to start from, as runbook plan --save-state wrote them", HelpName = "FILE" };
    private readonly Option<int> _seed = new("--seed") { Description = "Where free choices come from; the same seed plays the same. Default: 1", HelpName = "N", DefaultValueFactory = _ => 1 };
    private readonly Option<string?> _case = new("--case") { Description = "Only this case, with every event of its journal", HelpName = "ID" };
    private readonly RunbookOptions _runbook = new();

    public RehearseVerb(Desk desk)
        : base(
            desk, "rehearse",
            "Play a runbook on simulated arrays: as it is, then with every step failing, every answer lost, a crash after every event",
            "runbook rehearse runbooks/ur-split-backup-resync.yaml --simulate examples/topologies/two-site.yaml",
            "runbook rehearse nightly.yaml --simulate site.yaml --input app=billing --seed 7 --case 'refuse:split[billing-ur-02]#1'")
    {
        Add(_file);
        Add(_simulate);
        Add(_fromState);
        Add(_runbook.Inputs);
        Add(_runbook.Mode);
        Add(_seed);
        Add(_case);
    }

    protected override async Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var (file, topologyFile, seed) = (call.Get(_file), call.Get(_simulate)!, call.Get(_seed));
        if (TopologyReading.Read(call, topologyFile) is not { } topology)
            return Exit.Invalid;
        var prepared = await PrepareAsync(call, SourceFile.Read(file), topology, seed, cancellationToken);
        if (prepared.Rehearsal is not { } rehearsal)
        {
            new DiagnosticPrinter(call).Print(prepared.Diagnostics);
            return Exit.Invalid;
        }

        new DiagnosticPrinter(call).PrintText(prepared.Diagnostics);
        var repeat = new RepeatLine(file, topologyFile, call.Get(_fromState), call.Get(_runbook.Inputs) ?? [], call.Get(_runbook.Mode), seed);
        return call.Get(_case) is { } id
            ? ShowOne(call, rehearsal, id, repeat, cancellationToken)
            : ShowAll(call, rehearsal, repeat, cancellationToken);
    }

    private async Task<PreparationResult> PrepareAsync(
        Invocation call, SourceFile file, Simulator.Topologies.Topology topology, int seed, CancellationToken cancellationToken)
    {
        try
        {
            var state = call.Get(_fromState) is { } path ? SavedState.Read(path) : null;
            return await Preparation.PrepareAsync(file, topology, _runbook.Read(call, null, requireInputs: true), state, seed, cancellationToken);
        }
        catch (SavedStateException e)
        {
            throw new CommandFailure(Exit.Invalid, e.Message);
        }
    }

    private static Exit ShowOne(Invocation call, Rehearsal.Rehearsal rehearsal, string id, RepeatLine repeat, CancellationToken cancellationToken)
    {
        var story = rehearsal.RunOne(id, cancellationToken)
            ?? throw new CommandFailure(Exit.Usage, $"this rehearsal has no case '{id}'", "its cases are listed under 'ends' by --output json");
        if (call.Json)
            call.WriteJson(ReportJson.Write(story));
        else
            new RehearsalPage(call.Out, call.Ink, repeat).Story(story);
        return story.Result.End.Findings.Count == 0 ? Exit.Done : Exit.Failed;
    }

    private static Exit ShowAll(Invocation call, Rehearsal.Rehearsal rehearsal, RepeatLine repeat, CancellationToken cancellationToken)
    {
        var progress = new RehearsalProgress(call.Error, call.Terminal.ErrorIsTerminal, call.Clock);
        var report = rehearsal.RunAsWhole(progress.Note, null, cancellationToken);
        progress.End();
        if (call.Json)
            call.WriteJson(ReportJson.Write(report));
        else
            new RehearsalPage(call.Out, call.Ink, repeat).Report(report);
        return report.IsGood ? Exit.Done : Exit.Failed;
    }
}
