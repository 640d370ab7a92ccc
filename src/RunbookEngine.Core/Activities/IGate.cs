using RunbookEngine.Runs;

namespace RunbookEngine.Activities;

/// <summary>An activity whose success is a condition that may cease to hold. Before a pivot starts, every gate that the run has passed is looked at again.</summary>
public interface IGate : IActivity
{
    /// <summary>Whether what the step found still holds. Changes nothing.</summary>
    /// <returns>Null when it does; else why not.</returns>
    Task<Failure?> RecheckAsync(GateContext gate, CancellationToken cancellationToken);
}

/// <summary>A gate that was passed, when it is looked at again.</summary>
/// <param name="Run">The run that passed it: the run with the pivot, or one that called it.</param>
/// <param name="Step">The step as it succeeded, with its outputs.</param>
/// <param name="Abandon">Set when the run was cancelled by a person: return.</param>
/// <param name="Report">Shows passing progress.</param>
public sealed record GateContext(RunState Run, StepState Step, TimeProvider Clock, CancellationToken Abandon, Action<StepProgress> Report);
