using System.Text.Json;
using RunbookEngine.Activities.Forecasts;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Plans;

/// <summary>One step, or one iteration of it, as a plan shows it.</summary>
/// <param name="Arguments">Evaluated as far as that is possible before a run, secrets masked; null when it is not.</param>
/// <param name="Open">Why something is known only when the run gets there; null when all is known.</param>
internal sealed record PlannedStep(
    PlanStep Step, StepKey Key, string Section, int Depth, JsonElement? Arguments, string? Open, IReadOnlyList<ForecastCall> Calls)
{
    /// <summary>Its condition is known to be false, or it belongs to another mode.</summary>
    public string? Skipped { get; init; }
}
