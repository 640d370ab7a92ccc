using System.CommandLine;
using System.Text.Json.Nodes;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Remote;
using RunbookEngine.Cli.Runs;
using RunbookEngine.Locks;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Commands;

internal sealed class BreakLockVerb : Verb
{
    private readonly Argument<string> _lock = new("LOCK") { Description = "As runbook locks prints it: STORAGE-DEVICE-ID/COPY-GROUP, or the copy group alone where one array has it" };
    private readonly Option<bool> _force = new("--force") { Description = "Even though a living process drives the run" };
    private readonly PersonOptions _person = new();

    public BreakLockVerb(Desk desk)
        : base(
            desk, "break", "Take a lock away from its run; who and why goes on record in that run",
            "runbook locks break 900000040014/erp-ur-01 --as akiko --reason 'host replaced, run will not be resumed'")
    {
        Add(_lock);
        Add(_force);
        Add(_person.As);
        Add(_person.Reason);
    }

    protected override Reach Reach => Reach.HereOrServer;

    protected override async Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        if (call.Get(_person.Reason) is not { } reason || string.IsNullOrWhiteSpace(reason))
            throw new CommandFailure(Exit.Usage, "breaking a lock needs --reason", "it goes on record in the run that loses the lock");
        await using var store = await Stores.OpenAsync(call, cancellationToken);
        var wanted = call.Get(_lock);
        var found = (await store.ListLocksAsync(cancellationToken)).Where(l => l.Name.ToString() == wanted || l.Name.CopyGroup == wanted).ToList();
        if (found.Count != 1)
            throw new CommandFailure(
                found.Count == 0 ? Exit.Refused : Exit.Usage, found.Count == 0 ? $"no run holds a lock '{wanted}'" : $"'{wanted}' means {found.Count} locks",
                found.Count == 0 ? "runbook locks lists them" : $"name one: {string.Join(", ", found.Select(f => f.Name))}");
        if (store is HttpRunStore remote)
        {
            var taken = HttpRunStore.Lock(await remote.Server.PostAsync("locks/break", new { @lock = found[0].Name.ToString(), reason, force = call.Get(_force) }, cancellationToken));
            Say(call, taken, remote.Person);
            return Exit.Done;
        }

        if (await Recorded.LivingAsync(store, found[0].Run, call.Clock, cancellationToken) is { } lease && !call.Get(_force))
            throw new CommandFailure(
                Exit.Refused, $"run {found[0].Run} is alive: process {lease.ProcessId} on {lease.Host} drives it",
                $"cancel it with runbook cancel {found[0].Run}, or break the lock under it with --force");
        var actor = _person.Actor(call);
        var held = await _person.Operator(call, store).BreakLockAsync(found[0].Name, actor, reason, cancellationToken);
        Say(call, held, actor);
        return Exit.Done;
    }

    private static void Say(Invocation call, HeldLock held, string actor)
    {
        if (call.Json)
            call.WriteJson(new JsonObject { ["broken"] = LocksVerb.Json(held) });
        else
            call.Out.WriteLine($"recorded: {actor} broke the lock {held.Name} of run {held.Run} ({held.Runbook})");
    }
}
