namespace RunbookEngine.Activities;

/// <summary>What one verb does. Every method may be called again after a crash: it first reads what
/// <see cref="StepContext.Record"/> says was already intended, sent or concluded, and goes on from there.</summary>
/// <remarks>A cancelled <see cref="CancellationToken"/> means that this process is leaving: drop the call, journal nothing more.
/// That the operator cancelled the run is <see cref="StepContext.Abandon"/>.</remarks>
public interface IActivity
{
    /// <summary>Carries the step out, or goes on with it. The step's start is durable before this is called.</summary>
    Task<StepOutcome> ExecuteAsync(StepContext step, CancellationToken cancellationToken);

    /// <summary>Takes back whatever effect the step may have had (<c>rollback: auto</c>). Safe to call again.</summary>
    Task<StepOutcome> UndoAsync(StepContext step, CancellationToken cancellationToken);
}
