using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Operations.Starting;

/// <summary>A run was not started because its own forecast, from the pairs as they are, has errors.</summary>
public sealed class ForecastRefusedException(IReadOnlyList<Diagnostic> found, bool mayForce) : CommandFailure(
    Exit.Invalid,
    $"the run was not started: from the pairs as they are it would fail: {found[0].Message}{(found.Count > 1 ? $", and {found.Count - 1} more" : "")}; nothing was sent",
    mayForce ? "mend what the forecast names, or say --force-plan with a --reason: both go on record" : "mend what the forecast names; runbook plan shows it at its place")
{
    public IReadOnlyList<Diagnostic> Diagnostics => found;
}
