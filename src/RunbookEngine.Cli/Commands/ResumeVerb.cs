using System.CommandLine;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Remote;
using RunbookEngine.Cli.Runs;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Commands;

internal sealed class ResumeVerb : Verb
{
    private readonly Argument<string> _run = RunArgument.Create();
    private readonly Option<string[]> _retry = new("--retry") { Description = "Try this step (or its undo) again", HelpName = "STEP" };
    private readonly Option<string[]> _skip = new("--skip") { Description = "Leave this step as it is and go on; needs --reason", HelpName = "STEP" };
    private readonly Option<string[]> _markDone = new("--mark-done") { Description = "Take this step as done and go on; needs --reason", HelpName = "STEP" };
    private readonly Option<bool> _wait = new("--wait") { Description = "Keep waiting where only people can bring the run on" };
    private readonly PersonOptions _person = new();
    private readonly EnvironmentOptions _environment = new();

    public ResumeVerb(Desk desk)
        : base(
            desk, "resume", "Carry a run on from where its journal stands",
            "runbook resume latest", "runbook resume latest --mark-done 'split[erp-ur-03]' --reason 'seen PSUS on both arrays'")
    {
        Add(_run);
        Add(_retry);
        Add(_skip);
        Add(_markDone);
        Add(_person.Reason);
        Add(_wait);
        _environment.AddTo(this);
        Add(_person.As);
    }

    protected override Reach Reach => Reach.HereOrServer;

    protected override async Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var store = await Stores.OpenAsync(call, cancellationToken);
        var id = await RunFinder.FindAsync(store, call.Get(_run), cancellationToken);
        var actor = _person.Actor(call);
        if (store is HttpRunStore remote)
        {
            _environment.RefuseThere(call);
            return await ResumeThereAsync(call, remote, id, cancellationToken);
        }

        var run = await CarryOn.TakeAsync(call, store, id, cancellationToken);
        var overrides = Overrides(call, run, _retry, StepOverride.Retry)
            .Concat(Overrides(call, run, _skip, StepOverride.Skip))
            .Concat(Overrides(call, run, _markDone, StepOverride.MarkDone)).ToList();
        if (run.IsEnded && overrides.Count == 0)
        {
            new Recorded(call, store).ReportEnded(run);
            return Outcomes.ExitCode(run);
        }

        run = await _environment.ApplyAsync(call, store, run, _person.Operator(call, store), actor, cancellationToken);
        return await CarryOn.DriveAsync(
            call, store, run, actor, call.Get(_wait),
            () => _person.Operator(call, store).ResumeAsync(id, actor, overrides, call.Get(_person.Reason), cancellationToken),
            needsArrays: true, _person.KnownBy(call), cancellationToken);
    }

    private async Task<Exit> ResumeThereAsync(Invocation call, HttpRunStore remote, RunId id, CancellationToken cancellationToken)
    {
        var run = (await remote.LoadAsync(id, cancellationToken))!;
        IReadOnlyList<string> Steps(Option<string[]> option) => [.. (call.Get(option) ?? []).Select(text => StepFinder.Find(run, text).ToString())];
        await remote.ActAsync(id, "resume", new { retry = Steps(_retry), skip = Steps(_skip), markDone = Steps(_markDone), reason = call.Get(_person.Reason) }, cancellationToken);
        return await new RemoteDrive(call, remote).FollowAsync(id, run.Sequence, call.Get(_wait), cancellationToken);
    }

    private static IEnumerable<(StepKey Step, StepOverride Override)> Overrides(Invocation call, RunState run, Option<string[]> option, StepOverride what) =>
        (call.Get(option) ?? []).Select(text => (StepFinder.Find(run, text), what));
}
