using System.CommandLine;
using RunbookEngine.Activities.Web;
using RunbookEngine.Approvals;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Remote;
using RunbookEngine.Cli.Runs;
using RunbookEngine.Operations.People;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Commands;

internal sealed class BreakGlassVerb : Verb
{
    private readonly Argument<string> _run = RunArgument.Create();
    private readonly Argument<string> _step = new("STEP") { Description = "The approval, or the required ticket, that cannot be had" };
    private readonly PersonOptions _person = new();

    public BreakGlassVerb(Desk desk)
        : base(
            desk, "break-glass", "In an emergency: set a decision aside; two people say so, one after the other",
            "runbook break-glass latest agree --as akiko --reason 'Tokyo is lost, the coordinators cannot be reached'")
    {
        Add(_run);
        Add(_step);
        Add(_person.Reason);
        Add(_person.As);
    }

    protected override Reach Reach => Reach.HereOrServer;

    protected override async Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        if (call.Get(_person.Reason) is not { } reason || string.IsNullOrWhiteSpace(reason))
            throw new CommandFailure(Exit.Usage, "breaking the glass needs --reason", "it stands first in the evidence of the run");
        await using var store = await Stores.OpenAsync(call, cancellationToken);
        var id = await RunFinder.FindAsync(store, call.Get(_run), cancellationToken);
        var step = await StepFinder.FindAsync(store, id, call.Get(_step), cancellationToken);
        var actor = _person.Actor(call, store);
        RunState run;
        if (store is HttpRunStore remote)
            run = await remote.ActAsync(id, $"steps/{Uri.EscapeDataString(step.ToString())}/break-glass", new { reason }, cancellationToken);
        else
        {
            run = await _person.Operator(call, store).BreakGlassAsync(id, step, actor, reason, byRole: false, cancellationToken);
            await TellAsync(call, _person.Operator(call, store), run, step, cancellationToken);
        }

        await new Recorded(call, store).ReportAsync(run, run.StepOrPending(step).Glass is { } used
            ? $"GLASS BROKEN before step {step} by {used.First} and {used.Actor}"
            : $"{actor} asks to break the glass before step {step}; a second person has to say the same within {DurationText.Write(BreakGlass.Life)}", cancellationToken);
        return Exit.Done;
    }

    private static async Task TellAsync(Invocation call, RunOperator people, RunState run, StepKey step, CancellationToken cancellationToken)
    {
        using var web = new WebClients();
        var told = await new BreakGlassAlert(web).TellAsync(run, step, call.Clock.GetUtcNow(), cancellationToken);
        foreach (var (channel, problem) in told)
            await people.RecordAsync(run.Id, BreakGlassAlert.Told(run, step, channel, problem), cancellationToken);
        foreach (var (channel, problem) in told.Where(t => t.Problem is not null))
            call.Error.WriteLine($"warning: channel {channel} did not take the message: {problem}");
        if (told.Count == 0)
            call.Error.WriteLine($"warning: the environment {run.Plan.Environment.Name} has no channel under notify: nobody was told, tell them yourself");
    }
}
