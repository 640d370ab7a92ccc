using RunbookEngine.Runs;

namespace RunbookEngine.Language.Predictions;

/// <summary>How long an application is held from writing.</summary>
/// <param name="Step">The step that holds it.</param>
/// <param name="Release">The step that releases it; null: none does on the way forward.</param>
/// <param name="Forward">From its hold to its release, both included; to the end of the run where nothing releases it.</param>
/// <param name="Back">When a failure just before the release takes the run back: from the failure to the release; null when nothing releases it then.</param>
/// <param name="BackAfter">The last step before the release, whose failure that is; null when nothing lies between.</param>
public sealed record HoldForecast(StepKey Step, StepKey? Release, TimeSpread Forward, TimeSpread? Back, StepKey? BackAfter);
