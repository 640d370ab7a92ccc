using System.CommandLine;
using RunbookEngine.Approvals;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Remote;
using RunbookEngine.Cli.Runs;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Commands;

internal sealed class ApproveVerb : Verb
{
    private readonly Argument<string> _run = RunArgument.Create();
    private readonly Argument<string> _step = new("STEP") { Description = "The step that waits for approval" };
    private readonly Option<bool> _grant = new("--grant") { Description = "Approve" };
    private readonly Option<bool> _deny = new("--deny") { Description = "Refuse: the step fails as denied" };
    private readonly PersonOptions _person = new();

    public ApproveVerb(Desk desk)
        : base(desk, "approve", "Approve or deny a step that waits for it", "runbook approve latest go --grant --as ben --reason 'checked with the DBA'")
    {
        Add(_run);
        Add(_step);
        Add(_grant);
        Add(_deny);
        Add(_person.As);
        Add(_person.Reason);
        Validators.Add(result =>
        {
            if (result.GetValue(_grant) == result.GetValue(_deny))
                result.AddError("give one of --grant and --deny");
        });
    }

    protected override Reach Reach => Reach.HereOrServer;

    protected override async Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var store = await Stores.OpenAsync(call, cancellationToken);
        var id = await RunFinder.FindAsync(store, call.Get(_run), cancellationToken);
        var step = await StepFinder.FindAsync(store, id, call.Get(_step), cancellationToken);
        var (actor, granted) = (_person.Actor(call, store), call.Get(_grant));
        var run = store is HttpRunStore remote
            ? await remote.ActAsync(id, $"steps/{Uri.EscapeDataString(step.ToString())}/approval", new { granted, reason = call.Get(_person.Reason) }, cancellationToken)
            : await _person.Operator(call, store).ApproveAsync(id, step, actor, granted, call.Get(_person.Reason), cancellationToken);
        await new Recorded(call, store).ReportAsync(run, $"step {step} {(granted ? "granted" : "denied")} by {actor}{(ApprovalTally.Of(run, run.StepOrPending(step)) is { } tally ? $"; {tally}" : "")}", cancellationToken);
        return Exit.Done;
    }
}
