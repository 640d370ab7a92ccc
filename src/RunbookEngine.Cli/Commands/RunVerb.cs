using System.CommandLine;
using RunbookEngine.Approvals;
using RunbookEngine.Cli.Composition;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Remote;
using RunbookEngine.Cli.Planning;
using RunbookEngine.Cli.Runs;
using RunbookEngine.Cli.Simulation;
using RunbookEngine.Journal;
using RunbookEngine.Language.Environments;
using RunbookEngine.Language.Targets;
using RunbookEngine.Operations.Starting;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Commands;

internal sealed class RunVerb : Verb
{
    private readonly Argument<string?> _file = new("FILE") { Description = "The runbook; none with --plan", Arity = ArgumentArity.ZeroOrOne };

    private readonly Option<string?> _plan = new("--plan")
    {
        Description = "A plan written by runbook plan --save: carries out exactly that, and refuses when anything has changed since",
        HelpName = "FILE",
    };

    private readonly Option<string?> _fingerprint = new("--fingerprint")
    {
        Description = "The plan that was approved, as runbook plan printed it: refuses to carry out another one",
        HelpName = "HASH",
    };

    private readonly Option<bool> _force = new("--force-plan") { Description = "Start although the forecast has errors; needs --reason, and an environment with forcePlan: allowed" };
    private readonly Option<string?> _ticket = new("--ticket") { Description = "Change ticket, for the record and for ticket steps", HelpName = "ID" };
    private readonly Option<bool> _wait = new("--wait") { Description = "Keep waiting where only people can bring the run on; default: stop there with exit code 5" };
    private readonly RunbookOptions _runbook = new();
    private readonly PersonOptions _person = new();
    private readonly PlaceOptions _place;

    public RunVerb(Desk desk)
        : base(
            desk, "run", "Carry a runbook out",
            "runbook run runbooks/ur-split-backup-resync.yaml --simulate examples/topologies/two-site.yaml",
            "runbook run nightly.yaml --environment env.yaml --input app=billing --as akiko", "runbook run --plan tonight.plan.json --fingerprint 3f2a...9c --as akiko")
    {
        _place = new PlaceOptions(_runbook);
        Add(_file);
        _place.AddTo(this);
        Add(_runbook.Inputs);
        Add(_runbook.Mode);
        Add(_plan);
        Add(_fingerprint);
        Add(_force);
        Add(_person.Reason);
        Add(_ticket);
        Add(_wait);
        Add(_person.As);
        Validators.Add(result =>
        {
            var (planned, environment, simulate) = (result.GetValue(_plan) is not null, result.GetValue(_runbook.Environment) is not null, result.GetValue(_place.Simulate) is not null);
            if (result.GetValue(_force) && string.IsNullOrWhiteSpace(result.GetValue(_person.Reason)))
                result.AddError("--force-plan needs --reason: it goes on record");
            if (planned == result.GetValue(_file) is not null)
                result.AddError("give a runbook or --plan");
            if (planned && (environment || result.GetValue(_runbook.Inputs) is { Length: > 0 } || result.GetValue(_runbook.Mode) is not null))
                result.AddError("--plan holds the environment, the inputs and the mode: leave out --environment, --input and --mode");
            else if (planned && result.GetValue(_runbook.Without) is { Length: > 0 })
                result.AddError("--plan holds which arrays are gone: leave out --without, or plan again with it");
            else if (!planned && environment == simulate)
                result.AddError("give one of --environment and --simulate; --simulate two-site tries it on simulated arrays");
        });
    }

    protected override Reach Reach => Reach.HereOrServer;

    protected override async Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var actor = _person.Actor(call);
        var saved = call.Get(_plan) is { } file ? SavedPlan.Read(file) : null;
        if (call.Server is not null)
            return await RunThereAsync(call, saved, cancellationToken);
        if (saved is { Simulated: var wasSimulated } && wasSimulated == call.Get(_place.Simulate) is null)
            throw new CommandFailure(Exit.Usage, wasSimulated ? "this plan was made on simulated arrays: give --simulate TOPOLOGY" : "this plan was made on real arrays: leave out --simulate");
        await using var place = saved is { Simulated: false } ? null : await _place.OpenAsync(call, cancellationToken);
        if (place is null && saved is not { Simulated: false })
            return Exit.Invalid;
        var plan = saved is not null ? saved.On(place?.Environment.Model) : Loading.Compile(call, call.Get(_file)!, place!.Environment, _runbook.Read(call, actor, requireInputs: true));
        if (plan is null)
            return Exit.Invalid;

        TypedNames.Refuse(plan, _person.KnownBy(call));
        await using var store = await Stores.OpenAsync(call, cancellationToken);
        await using var room = EngineRoom.Open(store, call.Clock, call.Get(_wait), _person.KnownBy(call));
        room.Connections.News += news => call.Say(ArrayNewsText.Of(news));
        var absent = await new Preflight(room.Connections, call.Error.WriteLine).CheckAsync(plan, cancellationToken);
        var model = place?.Environment.Model ?? EnvironmentModel.FromPlan(plan.Environment);
        var pinned = await new TargetPinning(room.Connections, store, call.Error.WriteLine).PinAsync(plan, model, cancellationToken);
        if (pinned.Plan is null && saved is null)
            return Loading.Refuse(call, pinned.Diagnostics);
        if (saved is not null)
            await RefuseDriftAsync(call, saved, plan, pinned, room, place, cancellationToken);
        RefuseOther(call.Get(_fingerprint), saved is null ? pinned.Plan! : saved.Plan);

        var bound = saved is null ? pinned.Plan! : plan;
        var request = new StartRequest(actor, call.Get(_ticket), KnownBy: _person.KnownBy(call))
        {
            // Whoever gives this mode on the command line declares the disaster.
            Declaration = !bound.IsDisaster ? null
                : await new DisasterDeclaration(room.Connections, call.Clock, store).DeclareAsync(bound, absent, actor, Reason(call), cancellationToken),
        };
        if (await StartAsync(call, store, room, place, bound, request, cancellationToken) is not { } id)
            return Exit.Invalid;
        var driver = new RunDriver(call, store, room.Engine)
        {
            OnlyHere = place is { IsSimulated: true }
                ? "the simulated arrays end with this process, so this run cannot be carried on; use --wait, or runbook simulate and --environment"
                : null,
        };
        try
        {
            return await driver.DriveAsync(id, actor, cancellationToken);
        }
        finally
        {
            if (place is { IsSimulated: true })
                await SimulatedRuns.ReleaseAsync(store, id, call.Clock);
        }
    }

    private string? Force(Invocation call) => call.Get(_force) ? call.Get(_person.Reason) : null;

    /// <summary>Asked for where a person sits at the terminal; a script that gives none has none.</summary>
    private string? Reason(Invocation call)
    {
        if (call.Get(_person.Reason) is { } given || call.Terminal is not { InIsTerminal: true, ErrorIsTerminal: true })
            return call.Get(_person.Reason);
        call.Error.Write("Mode disaster declares a disaster. Why is it one? ");
        call.Error.Flush();
        return call.Terminal.In.ReadLine();
    }

    /// <summary>The server starts and drives it; this process only tells what happens.</summary>
    private async Task<Exit> RunThereAsync(Invocation call, SavedPlan? saved, CancellationToken cancellationToken)
    {
        if (call.Get(_place.Simulate) is not null)
            throw new CommandFailure(Exit.Usage, "a server has its environments: leave out --simulate", "name one with --environment; runbook simulate starts simulated arrays that a server can know");
        var reason = (saved is null ? call.Get(_runbook.Mode) : saved.Plan.Mode) == RunModes.Disaster ? Reason(call) : call.Get(_person.Reason);
        var order = saved is not null ? RemoteOrders.Body(saved, call.Get(_ticket), Force(call), reason)
            : RemoteOrders.Body(call.Get(_file)!, call.Get(_runbook.Environment)!, _runbook.Read(call, null, requireInputs: true), call.Get(_ticket), call.Get(_fingerprint), Force(call),
                reason, call.Get(_runbook.Without));
        await using var store = await Stores.OpenRemoteAsync(call, cancellationToken);
        return await RemoteOrders.StartAsync(call, store, order, cancellationToken) is { } run
            ? await new RemoteDrive(call, store).FollowAsync(run, 0, call.Get(_wait), cancellationToken)
            : Exit.Invalid;
    }

    /// <exception cref="CommandFailure">Something is not as it was when the plan was made.</exception>
    private static async Task RefuseDriftAsync(
        Invocation call, SavedPlan saved, Plan plan, TargetResult pinned, EngineRoom room, Place? place, CancellationToken cancellationToken)
    {
        var drift = pinned.Plan is null ? [.. pinned.Diagnostics.Select(d => d.Message)]
            : saved.Drift(pinned.Plan, await PlanVerb.ReadAsync(call, room.Connections, plan, place, cancellationToken));
        if (drift.Count == 0)
            return;
        foreach (var one in drift.Skip(1).Take(20))
            call.Error.WriteLine($"drift: {one}");
        throw new CommandFailure(
            Exit.Refused, $"the plan does not hold any more: {drift[0]}{(drift.Count > 1 ? $", and {drift.Count - 1} more" : "")}", "plan again with runbook plan, and have the new plan looked at");
    }

    /// <exception cref="CommandFailure">Another plan was approved.</exception>
    private static void RefuseOther(string? approved, Plan plan)
    {
        if (approved is not null && !string.Equals(approved, PlanJson.Fingerprint(plan), StringComparison.OrdinalIgnoreCase))
            throw new CommandFailure(Exit.Refused, $"the approved plan has the fingerprint {approved}, this one {PlanJson.Fingerprint(plan)}", "plan again with runbook plan, and have the new plan looked at");
    }

    /// <returns>Null when its own forecast speaks against it; what was found was printed.</returns>
    /// <exception cref="CommandFailure">Another run holds a copy group.</exception>
    private async Task<RunId?> StartAsync(
        Invocation call, IRunStore store, EngineRoom room, Place? place, Plan plan, StartRequest request, CancellationToken cancellationToken)
    {
        var start = new RunStart(room, store, call.Clock) { Links = place?.Links, Warn = call.Say };
        while (true)
        {
            StartResult result;
            try
            {
                result = await start.StartAsync(plan, request, Force(call), cancellationToken);
            }
            catch (ForecastRefusedException refused)
            {
                Loading.Refuse(call, refused.Diagnostics);
                call.Error.WriteLine($"error: {refused.Message}");
                call.Error.WriteLine($"help: {refused.Help}");
                return null;
            }

            if (result is StartResult.Started { Run: var id })
                return id;
            var held = ((StartResult.Locked)result).By;
            if (!await SimulatedRuns.ReleaseDeadAsync(store, held.Run, call.Clock, cancellationToken))
                throw RunDriver.Locked(held, call.Clock);
        }
    }
}
