using System.CommandLine;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Remote;
using RunbookEngine.Cli.Runs;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Commands;

internal sealed class RollbackVerb : Verb
{
    private readonly Argument<string> _run = RunArgument.Create();
    private readonly Option<string?> _to = new("--to") { Description = "A named checkpoint; default: the start, or the point of no return", HelpName = "CHECKPOINT" };
    private readonly PersonOptions _person = new();

    public RollbackVerb(Desk desk)
        : base(desk, "rollback", "Take a run back, in reverse order; exit code 4 when all of it is taken back", "runbook rollback latest", "runbook rollback latest --to split-done")
    {
        Add(_run);
        Add(_to);
        Add(_person.Reason);
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
            var before = (await store.LoadAsync(id, cancellationToken))!.Sequence;
            await remote.ActAsync(id, "rollback", new { to = call.Get(_to), reason = call.Get(_person.Reason) }, cancellationToken);
            return await new RemoteDrive(call, remote).FollowAsync(id, before, wait: false, cancellationToken);
        }

        var run = await CarryOn.TakeAsync(call, store, id, cancellationToken);
        return await CarryOn.DriveAsync(
            call, store, run, actor, wait: false,
            () => _person.Operator(call, store).RollbackAsync(id, actor, call.Get(_to), call.Get(_person.Reason), cancellationToken),
            needsArrays: true, _person.KnownBy(call), cancellationToken);
    }
}
