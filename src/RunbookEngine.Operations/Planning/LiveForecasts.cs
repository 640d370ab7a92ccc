using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Forecasts;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Environments;
using RunbookEngine.Language.Predictions;
using RunbookEngine.Language.Silencing;
using RunbookEngine.Plans;
using RunbookEngine.StartStates;

namespace RunbookEngine.Operations.Planning;

/// <summary>A forecast from arrays that can be asked: besides the pairs the volumes of new pairs are looked at, and what later steps need beside arrays.</summary>
public sealed class LiveForecasts(ArrayConnections connections, TimeProvider clock)
{
    /// <param name="history">How long steps took before, by id.</param>
    /// <param name="here">The run would be carried out by this process: what it lacks is an error, and not only worth knowing.</param>
    public async Task<PlanForecast> MakeAsync(
        Plan plan, PlanStartState start, IReadOnlyDictionary<string, TimeSpan> history, bool here, CancellationToken cancellationToken)
    {
        var forecast = Forecasts.Make(plan, start, clock.GetUtcNow(), history);
        var needs = await new Preconditions(EnvironmentModel.FromPlan(plan.Environment)).FindAsync(forecast, cancellationToken);
        List<StepFinding> found =
        [
            .. await new NewPairLook(new VolumeReader(connections, plan.Environment)).FindAsync(forecast, cancellationToken),
            .. needs.Select(n => here ? n : n with { Severity = Severity.Warning }),
        ];
        var more = StepFinding.Add(forecast, found);
        return more with { Diagnostics = Judgement.Apply(plan, more.Diagnostics) };
    }
}
