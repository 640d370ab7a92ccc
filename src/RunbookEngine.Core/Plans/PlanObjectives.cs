namespace RunbookEngine.Plans;

/// <summary>What the run is measured against. Nothing here stops a run; evidence and warnings are drawn from it.</summary>
/// <param name="Rto">Recovery time objective: from a step measured <c>start: rto</c> to one measured <c>stop: rto</c>.</param>
/// <param name="Rpo">Recovery point objective.</param>
/// <param name="FinishBy">Local time of day (HH:mm) by which the run should be over, in <paramref name="Zone"/>.</param>
/// <param name="Zone">IANA time zone of <paramref name="FinishBy"/>.</param>
/// <param name="DrillEvery">How long after a drill the next one is due; null: nobody says.</param>
public sealed record PlanObjectives(TimeSpan? Rto, TimeSpan? Rpo, string? FinishBy, string? Zone, TimeSpan? DrillEvery = null);
