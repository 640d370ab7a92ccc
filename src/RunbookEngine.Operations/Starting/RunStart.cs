using RunbookEngine.Activities.Forecasts;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Journal;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Environments;
using RunbookEngine.Language.Predictions;
using RunbookEngine.Locks;
using RunbookEngine.Operations.Composition;
using RunbookEngine.Operations.Planning;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using RunbookEngine.StartStates;

namespace RunbookEngine.Operations.Starting;

/// <summary>Starts a run when its forecast from the pairs as they are holds no error. Every front starts its runs here.</summary>
public sealed class RunStart(EngineRoom room, IRunStore store, TimeProvider clock)
{
    /// <summary>What paths between the arrays carry, where somebody tells; they only matter for how long a copy takes.</summary>
    public IEnumerable<StartLink>? Links { get; init; }

    /// <summary>Told of what is missing and stops nobody, such as the password of a channel that is to be told.</summary>
    public Action<string>? Warn { get; init; }

    /// <param name="plan">With its copy groups pinned.</param>
    /// <param name="force">Why it is to be started against its forecast; null: it is not.</param>
    /// <exception cref="ForecastRefusedException">The forecast has errors, and nobody forces it.</exception>
    /// <exception cref="CommandFailure">The environment does not let a plan be forced, or an array could not be read.</exception>
    public async Task<StartResult> StartAsync(Plan plan, StartRequest request, string? force, CancellationToken cancellationToken)
    {
        if (force is not null)
            MustBeForceable(plan, force);
        // What another run is doing to the pairs says nothing of this one: it waits for its locks first.
        if (await LockedAsync(plan, request, cancellationToken) is { } held)
            return new StartResult.Locked(held);
        var (errors, expected, forecast) = await ForeseeAsync(plan, cancellationToken);
        if (errors.Count > 0 && force is null)
            throw new ForecastRefusedException(errors, Allows(plan.Environment));
        var forced = errors.Count == 0 ? null : new ForcedPlan(force!.Trim(), [.. errors.Select(e => $"{e.Code}: {e.Message}")]);
        return await room.Engine.StartAsync(plan, request with { Forced = forced, Expected = expected, Forecast = forecast }, cancellationToken);
    }

    private async Task<HeldLock?> LockedAsync(Plan plan, StartRequest request, CancellationToken cancellationToken)
    {
        var own = PlanLocks.Of(plan).ToHashSet();
        return own.Count == 0 ? null : (await store.ListLocksAsync(cancellationToken)).FirstOrDefault(l => own.Contains(l.Name) && l.Run != request.Id);
    }

    /// <summary>A window that is too short is an objective that is missed, not a run that fails. Where an array does not answer, what is foreseen
    /// of its pairs stops nobody.</summary>
    private async Task<(IReadOnlyList<Diagnostic> Errors, IReadOnlyList<ExpectedStep> Expected, ForecastOnRecord Forecast)> ForeseeAsync(Plan plan, CancellationToken cancellationToken)
    {
        try
        {
            var read = await new StartStateReader(room.Connections, clock).ReadAsync(plan, cancellationToken);
            var start = Links is { } links ? read with { Links = [.. links] } : read;
            var forecast = await new LiveForecasts(room.Connections, clock).MakeAsync(plan, start, await StepHistory.ReadAsync(store, plan, cancellationToken), here: true, cancellationToken);
            foreach (var lacking in forecast.Diagnostics.Where(d => !d.IsError && d.Code == PredictionCodes.NeedMissing))
                Warn?.Invoke($"warning: {lacking.Message}");
            var blind = start.Groups.Any(g => g.Pairs.Any(p => p.PvolStatus.Length == 0 || p.SvolStatus.Length == 0));
            return (
                [.. forecast.Diagnostics.Where(d => d.IsError && d.Code != PredictionCodes.Window && !IsForOthers(plan, d) && (!blind || d.Code == PredictionCodes.NeedMissing))],
                [.. forecast.StepTimes.Select(t => new ExpectedStep(t.Step, t.Time.Expected?.TotalSeconds is { } seconds ? Math.Round(seconds, 1) : null, t.Time.Uncounted))],
                ForecastRecords.Of(forecast));
        }
        catch (ArrayApiException e)
        {
            throw new CommandFailure(Exit.Unreachable, e.Message, "nothing was changed; try again when the array answers", e);
        }
    }

    /// <summary>A <c>pair.wait</c> of its own waits for what somebody else does to the pairs, which no forecast knows; it has its timeout.</summary>
    private static bool IsForOthers(Plan plan, Diagnostic found) => found.Code == PredictionCodes.WaitNotMet
        && plan.AllSteps().Where(s => s.At?.Line <= found.At.Line).MaxBy(s => s.At!.Value.Line) is { Verb: "pair.wait" };

    private static void MustBeForceable(Plan plan, string reason)
    {
        if (string.IsNullOrWhiteSpace(reason))
            throw new CommandFailure(Exit.Usage, "a plan is forced with a reason, which goes on record", "say --reason TEXT");
        if (!Allows(plan.Environment))
            throw new CommandFailure(Exit.Refused, $"the environment {plan.Environment.Name} does not let a run be started against its forecast", "it would say forcePlan: allowed");
    }

    private static bool Allows(PlanEnvironment environment) => EnvironmentModel.FromPlan(environment).ForcePlan == EnvironmentModel.Allowed;
}
