using RunbookEngine.Expressions;

namespace RunbookEngine.Activities.Steps;

/// <summary>What all activities share: expected trouble becomes an outcome, and leaving stays an exception.</summary>
internal abstract class Activity : IActivity
{
    public async Task<StepOutcome> ExecuteAsync(StepContext step, CancellationToken cancellationToken) =>
        await GuardAsync(step, RunAsync, cancellationToken);

    public async Task<StepOutcome> UndoAsync(StepContext step, CancellationToken cancellationToken) =>
        await GuardAsync(step, TakeBackAsync, cancellationToken);

    protected abstract Task<StepOutcome> RunAsync(StepContext step, CancellationToken cancellationToken);

    /// <summary>Nothing to take back, unless an activity says otherwise.</summary>
    protected virtual Task<StepOutcome> TakeBackAsync(StepContext step, CancellationToken cancellationToken) =>
        Task.FromResult(StepOutcome.Done);

    private static async Task<StepOutcome> GuardAsync(
        StepContext step, Func<StepContext, CancellationToken, Task<StepOutcome>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work(step, cancellationToken);
        }
        catch (InvalidArgumentsException e)
        {
            return StepOutcome.Fail(FailureKind.Invalid, e.Message);
        }
        catch (ExpressionFailedException e)
        {
            return StepOutcome.Fail(FailureKind.Invalid, e.Message);
        }
        catch (RunAbandonedException)
        {
            return new StepOutcome.Failed(StepLimits.AbandonedFailure("before the step sent its request"));
        }
    }
}
