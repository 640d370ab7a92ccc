using System.CommandLine;
using RunbookEngine.Cli.Composition;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Runs;
using RunbookEngine.Cli.Simulation;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Commands;

internal sealed class RunVerb : Verb
{
    private readonly Argument<string> _file = new("FILE") { Description = "The runbook" };
    private readonly Option<string?> _ticket = new("--ticket") { Description = "Change ticket, for the record and for ticket steps", HelpName = "ID" };
    private readonly Option<bool> _wait = new("--wait") { Description = "Keep waiting where only people can bring the run on; default: stop there with exit code 5" };
    private readonly RunbookOptions _runbook = new();
    private readonly PersonOptions _person = new();
    private readonly PlaceOptions _place;

    public RunVerb(Desk desk)
        : base(
            desk, "run", "Carry a runbook out",
            "runbook run runbooks/ur-split-backup-resync.yaml --simulate examples/topologies/two-site.yaml",
            "runbook run nightly.yaml --environment env.yaml --input app=billing --as akiko")
    {
        _place = new PlaceOptions(_runbook);
        Add(_file);
        _place.AddTo(this);
        Add(_runbook.Inputs);
        Add(_runbook.Mode);
        Add(_ticket);
        Add(_wait);
        Add(_person.As);
        Validators.Add(result =>
        {
            if (result.GetValue(_runbook.Environment) is null == result.GetValue(_place.Simulate) is null)
                result.AddError("give one of --environment and --simulate");
        });
    }

    protected override async Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var actor = _person.Actor(call);
        await using var place = await _place.OpenAsync(call, cancellationToken);
        if (place is null || Loading.Compile(call, call.Get(_file), place.Environment, _runbook.Read(call, actor, requireInputs: true)) is not { } plan)
            return Exit.Invalid;

        await using var store = await Stores.OpenAsync(call, cancellationToken);
        await using var room = EngineRoom.Open(store, call.Clock, plan.Environment, call.Get(_wait));
        await new Preflight(call, room.Connections).CheckAsync(plan, cancellationToken);
        var pinned = await new TargetPinning(room.Connections).PinAsync(plan, place.Environment.Model!, cancellationToken);
        if (pinned.Plan is null)
            return Loading.Refuse(call, pinned.Diagnostics);

        var id = await StartAsync(call, store, room, pinned.Plan, new StartRequest(actor, call.Get(_ticket)), cancellationToken);
        var driver = new RunDriver(call, store, room.Engine)
        {
            OnlyHere = place.IsSimulated
                ? "the simulated arrays end with this process, so this run cannot be carried on; use --wait, or runbook simulate and --environment"
                : null,
        };
        try
        {
            return await driver.DriveAsync(id, actor, cancellationToken);
        }
        finally
        {
            if (place.IsSimulated)
                await SimulatedRuns.ReleaseAsync(store, id, call.Clock);
        }
    }

    /// <exception cref="CommandFailure">Another run holds a copy group.</exception>
    private static async Task<RunId> StartAsync(
        Invocation call, IRunStore store, EngineRoom room, Plan plan, StartRequest request, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await room.Engine.StartAsync(plan, request, cancellationToken);
            if (result is StartResult.Started { Run: var id })
                return id;
            var held = ((StartResult.Locked)result).By;
            if (!await SimulatedRuns.ReleaseDeadAsync(store, held.Run, call.Clock, cancellationToken))
                throw RunDriver.Locked(held, call.Clock);
        }
    }
}
