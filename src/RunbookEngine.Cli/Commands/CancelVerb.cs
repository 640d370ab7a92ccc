using System.CommandLine;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Remote;
using RunbookEngine.Cli.Runs;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Commands;

internal sealed class CancelVerb : Verb
{
    private readonly Argument<string> _run = RunArgument.Create();
    private readonly Option<bool> _rollback = new("--rollback") { Description = "Then take the run back" };
    private readonly PersonOptions _person = new();

    public CancelVerb(Desk desk)
        : base(desk, "cancel", "Send nothing more for a run, now; another process that drives it hears of it", "runbook cancel latest --rollback --reason 'window is over'")
    {
        Add(_run);
        Add(_rollback);
        Add(_person.Reason);
        Add(_person.As);
    }

    protected override Reach Reach => Reach.HereOrServer;

    protected override async Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var store = await Stores.OpenAsync(call, cancellationToken);
        var id = await RunFinder.FindAsync(store, call.Get(_run), cancellationToken);
        var (actor, rollback) = (_person.Actor(call), call.Get(_rollback));
        if (store is HttpRunStore remote)
        {
            var before = (await store.LoadAsync(id, cancellationToken))!.Sequence;
            await remote.ActAsync(id, "cancel", new { rollback, reason = call.Get(_person.Reason) }, cancellationToken);
            var ended = await new RemoteDrive(call, remote).FollowAsync(id, before, wait: false, cancellationToken);
            return (await store.FindAsync(id, cancellationToken))?.Outcome == RunOutcome.Cancelled ? Exit.Done : ended;
        }

        var run = await _person.Operator(call, store).CancelAsync(id, actor, rollback, call.Get(_person.Reason), cancellationToken);
        if (await Recorded.LivingAsync(store, id, call.Clock, cancellationToken) is not null)
        {
            await new Recorded(call, store).ReportAsync(run, $"cancel asked by {actor}{(rollback ? ", with rollback" : "")}", cancellationToken);
            return Exit.Done;
        }

        run = await CarryOn.TakeAsync(call, store, id, cancellationToken);
        var exit = await CarryOn.DriveAsync(
            call, store, run, actor, wait: false, record: null, needsArrays: rollback, _person.KnownBy(call), cancellationToken, goesBack: true);
        var after = await store.FindAsync(id, CancellationToken.None);
        return after?.Outcome == RunOutcome.Cancelled ? Exit.Done : exit;
    }
}
