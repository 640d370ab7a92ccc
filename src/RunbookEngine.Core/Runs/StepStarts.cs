using RunbookEngine.Activities;
using RunbookEngine.Expressions;
using RunbookEngine.Journal;

namespace RunbookEngine.Runs;

/// <summary>What happens when a step's turn has come: it is skipped, expanded into iterations, or started.</summary>
internal sealed class StepStarts(IExpressions expressions)
{
    public IEnumerable<RunEvent> Enter(RunState state, StepAt at)
    {
        var attempt = state.StepOrPending(at.Key).Attempts + 1;
        try
        {
            return [Next(state, at, attempt)];
        }
        catch (ExpressionFailedException e)
        {
            return [new StepStarted(at.Key, attempt), new StepFailed(at.Key, new Failure(FailureKind.Invalid, e.Message))];
        }
    }

    private RunEvent Next(RunState state, StepAt at, int attempt)
    {
        var (step, scope) = (at.Step, new ExpressionScope(state, at.Key, at.Variables));
        if (step.Modes.Length > 0 && (state.Plan.Mode is not { } mode || !step.Modes.Contains(mode)))
            return new StepSkipped(at.Key, $"belongs to the run modes {string.Join(", ", step.Modes)}; this run's mode is {state.Plan.Mode ?? "not set"}");
        if (step.ForEach is { } loop)
            return new StepExpanded(at.Key, Distinct(at, expressions.Items(loop.Items, scope)));
        if (step.When is { } condition && !expressions.Condition(condition, scope))
            return new StepSkipped(at.Key, $"when: {condition} is false");
        return new StepStarted(at.Key, attempt, step.Pivot);
    }

    /// <summary>Two iterations of one name would share one record, and one of them would never be done.</summary>
    private static IReadOnlyList<Iteration> Distinct(StepAt at, IReadOnlyList<Iteration> rounds) =>
        Iteration.SameName(rounds) is { } equal ? throw new ExpressionFailedException($"step {at.Key}, `foreach`: {equal}") : rounds;
}
