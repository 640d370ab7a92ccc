namespace RunbookEngine.Plans;

/// <summary>Evidence a step contributes: it starts or stops a clock, or marks the consistency point.</summary>
/// <param name="Start">Name of the clock that starts when the step starts (<c>rto</c>).</param>
/// <param name="Stop">Name of the clock that stops when the step has succeeded.</param>
/// <param name="Rpo">What the consistency point is taken from, as written.</param>
/// <param name="Part">Part of the recovery time that the step's time counts to (<c>decision</c>, <c>split</c>, <c>takeover</c>, <c>copy</c>, <c>mount</c>,
/// <c>application</c>); null: its verb says.</param>
public sealed record MeasurePlan(string? Start, string? Stop, string? Rpo, string? Part = null);
