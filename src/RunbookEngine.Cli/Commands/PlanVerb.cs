using System.CommandLine;
using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Forecasts;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Cli.Composition;
using RunbookEngine.Cli.Hosting;
using RunbookEngine.Cli.Output;
using RunbookEngine.Cli.Plans;
using RunbookEngine.Language.Running;
using RunbookEngine.Plans;

namespace RunbookEngine.Cli.Commands;

internal sealed class PlanVerb : Verb
{
    private readonly Argument<string> _file = new("FILE") { Description = "The runbook" };

    private readonly Option<string?> _assume = new("--assume")
    {
        Description = "Assume every pair to be in this status (PAIR, PSUS, PSUS/SSUS, SMPL ...) instead of reading the arrays; may stand beside --environment",
        HelpName = "STATUS",
    };

    private readonly RunbookOptions _runbook = new();
    private readonly PersonOptions _person = new();
    private readonly PlaceOptions _place;

    public PlanVerb(Desk desk)
        : base(
            desk, "plan", "Show what a run would do: its steps, each array call, the predicted pair statuses, the way back; changes nothing",
            "runbook plan nightly.yaml --environment env.yaml", "runbook plan nightly.yaml --assume PSUS")
    {
        _place = new PlaceOptions(_runbook);
        Add(_file);
        _place.AddTo(this);
        Add(_assume);
        Add(_runbook.Inputs);
        Add(_runbook.Mode);
        Add(_person.As);
        Validators.Add(result =>
        {
            var (environment, simulated, assumed) = (result.GetValue(_runbook.Environment) is not null, result.GetValue(_place.Simulate) is not null, result.GetValue(_assume) is not null);
            if ((environment && simulated) || (simulated && assumed) || !(environment || simulated || assumed))
                result.AddError("give one of --environment, --simulate and --assume");
        });
    }

    protected override async Task<Exit> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var actor = _person.Actor(call);
        var options = _runbook.Read(call, actor, requireInputs: true);
        var assumed = call.Get(_assume);
        if (call.Get(_runbook.Environment) is null && call.Get(_place.Simulate) is null)
            return Loading.Compile(call, call.Get(_file), null, options) is { } alone
                ? ShowAssumed(call, alone, null, assumed!, actor)
                : Exit.Invalid;

        await using var place = await _place.OpenAsync(call, cancellationToken);
        if (place is null || Loading.Compile(call, call.Get(_file), place.Environment, options) is not { } plan)
            return Exit.Invalid;
        await using var connections = new ArrayConnections(call.Clock);
        if (assumed is not null)
            return ShowAssumed(call, plan, connections, assumed, actor);
        await new Preflight(call, connections).CheckAsync(plan, cancellationToken);
        var pinned = await new TargetPinning(connections).PinAsync(plan, place.Environment.Model!, cancellationToken);
        if (pinned.Plan is null)
            return Loading.Refuse(call, pinned.Diagnostics);
        return Show(call, pinned.Plan, await ReadAsync(connections, pinned.Plan, cancellationToken), actor);
    }

    private static Exit Show(Invocation call, Plan plan, PairForecast forecast, string actor)
    {
        var start = forecast.Pairs;
        var steps = new PlanWalk(plan, new LanguageExpressions(), forecast, actor, call.Clock).Walk();
        if (call.Json)
            call.WriteJson(PlanDocument.Of(plan, steps, start));
        else
            new PlanPage(call.Out, call.Ink).Write(plan, steps, start);
        return Exit.Done;
    }

    /// <summary>No array is asked, so each pattern of a target stands for one copy group.</summary>
    private static Exit ShowAssumed(Invocation call, Plan plan, ArrayConnections? connections, string status, string actor)
    {
        var named = plan with { Targets = [.. plan.Targets.Select(t => t with { CopyGroups = [.. t.Patterns.Select(p => new PlanCopyGroup(p))] })] };
        try
        {
            return Show(call, named, PairForecast.Assume(connections, named, status), actor);
        }
        catch (ArgumentException e)
        {
            throw new CommandFailure(Exit.Usage, e.Message);
        }
    }

    private static async Task<PairForecast> ReadAsync(ArrayConnections connections, Plan plan, CancellationToken cancellationToken)
    {
        try
        {
            return await PairForecast.ReadAsync(connections, plan, cancellationToken);
        }
        catch (ArrayApiException e)
        {
            throw new CommandFailure(Exit.Unreachable, e.Message, "nothing was changed; try again when the array answers", e);
        }
    }
}
