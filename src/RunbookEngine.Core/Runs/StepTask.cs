using RunbookEngine.Activities;
using RunbookEngine.Expressions;
using RunbookEngine.Journal;

namespace RunbookEngine.Runs;

/// <summary>A step's activity while it runs, and what becomes of it as an event.</summary>
internal sealed class StepTask(StepAt at, bool undoing)
{
    private readonly CancellationTokenSource _abandon = new();
    private (int Approvals, object? Answer) _heard;

    public StepAt At => at;

    public Task<StepOutcome> Task { get; private set; } = System.Threading.Tasks.Task.FromResult(StepOutcome.Done);

    public CancellationToken Abandoned => _abandon.Token;

    public void Abandon() => _abandon.Cancel();

    public void Run(IActivityCatalog activities, StepContext context, SendPermit permit, CancellationToken cancellationToken)
    {
        _heard = Heard(context.State);
        Task = PerformAsync(activities, context, permit, cancellationToken);
    }

    /// <summary>Waits until the activity is out, whatever became of it.</summary>
    public Task EndedAsync() => System.Threading.Tasks.Task.WhenAny(Task);

    /// <summary>The event that says how it ended; null when an answer came in while the activity decided to wait for one: it is to be asked again.</summary>
    /// <exception cref="OperationCanceledException">The process is leaving.</exception>
    /// <exception cref="RunTakenOverException">Another engine has the run.</exception>
    /// <exception cref="StoreUnavailableException">The journal cannot be written; nothing more may be sent.</exception>
    public RunEvent? Outcome(RunState state) => (undoing, Task.GetAwaiter().GetResult()) switch
    {
        (false, StepOutcome.Succeeded done) => new StepSucceeded(at.Key, done.Outputs),
        (false, StepOutcome.Failed failed) => new StepFailed(at.Key, failed.Failure),
        (false, StepOutcome.Ambiguous doubt) => new StepBecameAmbiguous(at.Key, doubt.Ambiguity),
        (false, StepOutcome.AwaitingPeople) when Heard(state) != _heard => null,
        (false, StepOutcome.AwaitingPeople people) => new StepWaiting(at.Key, people.For, people.Until, OnPeople: true, people.People),
        (true, StepOutcome.Succeeded) => new UndoSucceeded(at.Key),
        (true, StepOutcome.Failed failed) => new UndoFailed(at.Key, failed.Failure),
        (true, StepOutcome.Ambiguous doubt) => new UndoFailed(at.Key, InDoubt(doubt.Ambiguity)),
        (_, var other) => new UndoFailed(at.Key, new Failure(FailureKind.Internal, $"an undo cannot end as {other.GetType().Name}")),
    };

    private (int Approvals, object? Answer) Heard(RunState state) =>
        (state.StepOrPending(at.Key).Approvals.Count, state.StepOrPending(at.Key).Answer);

    private async Task<StepOutcome> PerformAsync(IActivityCatalog activities, StepContext context, SendPermit permit, CancellationToken cancellationToken)
    {
        SendPermit.Carry(permit);
        // The loop goes on to its next decision; the activity starts on the loop's own context, so that a rehearsal can run on one thread.
        await System.Threading.Tasks.Task.Yield();
        try
        {
            var activity = activities.Find(at.Step.Verb);
            return undoing ? await activity.UndoAsync(context, cancellationToken) : await activity.ExecuteAsync(context, cancellationToken);
        }
        catch (ExpressionFailedException e)
        {
            return StepOutcome.Fail(FailureKind.Invalid, e.Message);
        }
        catch (OperationCanceledException) when (Abandoned.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return StepOutcome.Fail(FailureKind.Abandoned, "ended because the run was cancelled or another step failed");
        }
        catch (RunAbandonedException)
        {
            return StepOutcome.Fail(FailureKind.Abandoned, "the run was cancelled before anything more was sent");
        }
        catch (Exception e) when (e is not (OperationCanceledException or RunTakenOverException or StoreUnavailableException or JournalCorruptException))
        {
            return StepOutcome.Fail(
                FailureKind.Internal, $"{e.GetType().Name}: {e.Message}", "This is a defect of the engine: report it with the run's journal.");
        }
    }

    private static Failure InDoubt(Ambiguity doubt) =>
        new(FailureKind.Refused, doubt.Question) { Help = $"{doubt.IfItHappened} {doubt.IfItDidNot}", Pairs = doubt.Evidence };
}
