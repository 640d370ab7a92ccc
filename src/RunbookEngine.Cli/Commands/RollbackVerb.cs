using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookEngine.Cli.Composition;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Remote;
using RunbookEngine.Cli.Runs;
using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Commands;

internal sealed class RollbackVerb : Verb
{
    private readonly Argument<string> _run = RunArgument.Create();
    private readonly Option<string?> _to = new("--to") { Description = "A named checkpoint; default: the start, or the point of no return", HelpName = "CHECKPOINT" };
    private readonly Option<bool> _yes = new("--yes") { Description = "A run that has ended is taken back without a question; its undo plan is printed" };
    private readonly Option<bool> _dry = new("--dry-run") { Description = "Only show the undo plan: what would be sent, what would be lost, what speaks against it" };
    private readonly Option<string?> _fingerprint = new("--fingerprint") { Description = "The undo plan that was looked at: refuses any other; says --yes to it", HelpName = "HASH" };
    private readonly PersonOptions _person = new();
    private readonly EnvironmentOptions _environment = new();

    public RollbackVerb(Desk desk)
        : base(
            desk, "rollback", "Take a run back, in reverse order; exit code 4 when all of it is taken back. One that has ended shows its undo plan and asks first",
            "runbook rollback latest", "runbook rollback latest --to split-done", "runbook rollback latest --dry-run", "runbook rollback latest --yes --reason 'wrong copy group'")
    {
        Add(_run);
        Add(_to);
        Add(_yes);
        Add(_dry);
        Add(_fingerprint);
        Add(_person.Reason);
        _environment.AddTo(this);
        Add(_person.As);
    }

    protected override Reach Reach => Reach.HereOrServer;

    protected override async Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var store = await Stores.OpenAsync(call, cancellationToken);
        var id = await RunFinder.FindAsync(store, call.Get(_run), cancellationToken);
        return store is HttpRunStore remote ? await ThereAsync(call, remote, id, cancellationToken) : await HereAsync(call, store, id, cancellationToken);
    }

    private async Task<Exit> HereAsync(Invocation call, IRunStore store, RunId id, CancellationToken cancellationToken)
    {
        var (actor, to) = (_person.Actor(call), call.Get(_to));
        var run = await CarryOn.TakeAsync(call, store, id, cancellationToken);
        await using var room = EngineRoom.Open(store, call.Clock, false, _person.KnownBy(call));
        room.Connections.News += news => call.Say(ArrayNewsText.Of(news));
        // Looking at the undo plan changes nothing, the run's environment neither.
        if (!call.Get(_dry))
            run = await _environment.ApplyAsync(call, store, run, room.People.For(_person.KnownBy(call)), actor, cancellationToken);
        await new Preflight(room.Connections, call.Error.WriteLine).CheckAsync(run.Plan, _ => true, cancellationToken);
        string? confirmed = null;
        if (run.IsEnded || call.Get(_dry))
        {
            var plan = JsonElement.Parse(UndoPlanJson.Of(await room.People.ReviewAsync(id, to, cancellationToken)).ToJsonString());
            if (await ConfirmAsync(call, id, plan, cancellationToken) is { } over)
                return over;
            confirmed = Fingerprint(plan);
        }

        return await CarryOn.DriveAsync(
            call, store, room, run, actor, () => room.People.For(_person.KnownBy(call)).RollbackAsync(id, actor, to, call.Get(_person.Reason), cancellationToken, confirmed), cancellationToken);
    }

    private async Task<Exit> ThereAsync(Invocation call, HttpRunStore remote, RunId id, CancellationToken cancellationToken)
    {
        _person.Actor(call);
        _environment.RefuseThere(call);
        var (to, run) = (call.Get(_to), (await remote.LoadAsync(id, cancellationToken))!);
        string? fingerprint = null;
        if (run.IsEnded || call.Get(_dry))
        {
            var plan = await remote.Server.GetAsync($"runs/{id}/undo-plan{(to is null ? "" : $"?to={Uri.EscapeDataString(to)}")}", cancellationToken);
            if (await ConfirmAsync(call, id, plan, cancellationToken) is { } over)
                return over;
            fingerprint = Fingerprint(plan);
        }

        await remote.ActAsync(id, "rollback", new { to, reason = call.Get(_person.Reason), fingerprint }, cancellationToken);
        return await new RemoteDrive(call, remote).FollowAsync(id, run.Sequence, wait: false, cancellationToken);
    }

    private static string? Fingerprint(JsonElement plan) => plan.GetProperty("ended").GetBoolean() ? plan.GetProperty("fingerprint").GetString() : null;

    /// <summary>Shows the undo plan and asks.</summary>
    /// <returns>Null to go on; else how the command ends, with nothing sent.</returns>
    /// <exception cref="CommandFailure">The run must not be taken back, or another plan was looked at.</exception>
    private async Task<Exit?> ConfirmAsync(Invocation call, RunId id, JsonElement plan, CancellationToken cancellationToken)
    {
        var refused = plan.GetProperty("refused") is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        var (dry, looked) = (call.Get(_dry), call.Get(_fingerprint));
        var asks = !dry && refused is null && !call.Get(_yes) && looked is null;
        var asksHere = asks && call.Terminal is { InIsTerminal: true, OutIsTerminal: true } && !call.Json;
        if (call.Json && (dry || asks))
            call.WriteJson(new JsonObject { ["undoPlan"] = JsonNode.Parse(plan.GetRawText()) });
        else
        {
            foreach (var line in UndoPlanText.Of(plan))
                call.Side.WriteLine(line);
        }

        if (refused is not null)
            throw new CommandFailure(Exit.Refused, $"run {id} is not taken back; nothing was sent: {refused}", "its pairs are no longer as it left them: bring them where they are wanted with a runbook of their own");
        if (dry)
            return Exit.Done;
        if (looked is not null && !string.Equals(looked, plan.GetProperty("fingerprint").GetString(), StringComparison.OrdinalIgnoreCase))
            throw new CommandFailure(Exit.Refused, $"the undo plan that was looked at has the fingerprint {looked}, this one {plan.GetProperty("fingerprint").GetString()}; nothing was sent", "look at it again with --dry-run");
        if (!asks || (asksHere && await SaysYesAsync(call, cancellationToken)))
            return null;
        call.Error.WriteLine($"error: run {id} has ended, and taking it back was not confirmed: nothing was sent");
        call.Error.WriteLine("help: say --yes, or --fingerprint HASH, once the undo plan above is what you want");
        return Exit.Usage;
    }

    private static async Task<bool> SaysYesAsync(Invocation call, CancellationToken cancellationToken)
    {
        call.Out.Write("Take the run back as shown? Type yes: ");
        call.Out.Flush();
        return (await call.Terminal.In.ReadLineAsync(cancellationToken))?.Trim().Equals("yes", StringComparison.OrdinalIgnoreCase) == true;
    }
}
