using System.Text.Json;
using RunbookEngine.Activities;
using RunbookEngine.Expressions;
using RunbookEngine.Journal;

namespace RunbookEngine.Runs;

/// <summary>A step's activity while it runs, and what becomes of it as an event.</summary>
internal sealed class StepTask(StepAt at, StepWork work)
{
    private readonly CancellationTokenSource _abandon = new();
    private (int Approvals, object? Answer) _heard;

    public StepAt At => at;

    public StepWork Work => work;

    public Task<StepOutcome> Task { get; private set; } = System.Threading.Tasks.Task.FromResult(StepOutcome.Done);

    public CancellationToken Abandoned => _abandon.Token;

    public void Abandon() => _abandon.Cancel();

    public void Run(IActivityCatalog activities, Gates gates, StepContext context, SendPermit permit, CancellationToken cancellationToken)
    {
        _heard = Heard(context.State);
        Task = PerformAsync(activities, gates, context, permit, cancellationToken);
    }

    /// <summary>Whether what the task does is still asked for: a person may have decided about the step meanwhile.</summary>
    public bool IsWanted(RunState state) => work switch
    {
        StepWork.Forward => state.StepOrPending(at.Key).Status is StepStatus.Running or StepStatus.Waiting,
        StepWork.Gates => state.Cancel is null && state.StepOrPending(at.Key).Status is StepStatus.Pending or StepStatus.Waiting,
        _ => true,
    };

    /// <summary>Waits until the activity is out, whatever became of it.</summary>
    public Task EndedAsync() => System.Threading.Tasks.Task.WhenAny(Task);

    /// <summary>The events that say how it ended; none when an answer came in while the activity decided to wait for one (it is to be asked
    /// again), or when the step was decided about meanwhile.</summary>
    /// <exception cref="OperationCanceledException">The process is leaving.</exception>
    /// <exception cref="RunTakenOverException">Another engine has the run.</exception>
    /// <exception cref="StoreUnavailableException">The journal cannot be written; nothing more may be sent.</exception>
    public IEnumerable<RunEvent> Outcome(RunState state) => (work, Task.GetAwaiter().GetResult()) switch
    {
        _ when !IsWanted(state) => [],
        (StepWork.Gates, StepOutcome.Failed failed) =>
        [
            new GatesRechecked(at.Key, [], failed.Failure),
            new StepStarted(at.Key, state.StepOrPending(at.Key).Attempts + 1),
            new StepFailed(at.Key, failed.Failure),
        ],
        (StepWork.Gates, StepOutcome.Succeeded held) => [new GatesRechecked(at.Key, held.Outputs!.Value.Deserialize<List<string>>()!)],
        (_, var outcome) => Single(state, outcome) is { } single ? [single] : [],
    };

    private RunEvent? Single(RunState state, StepOutcome outcome) => (work == StepWork.Undo, outcome) switch
    {
        (false, StepOutcome.Succeeded done) => new StepSucceeded(at.Key, done.Outputs),
        (false, StepOutcome.Failed failed) => new StepFailed(at.Key, failed.Failure),
        (false, StepOutcome.Ambiguous doubt) => new StepBecameAmbiguous(at.Key, doubt.Ambiguity),
        (false, StepOutcome.AwaitingPeople) when Heard(state) != _heard => null,
        (false, StepOutcome.AwaitingPeople people) => new StepWaiting(at.Key, people.For, people.Until, OnPeople: true, people.People, Asked: people.Asked),
        (true, StepOutcome.Succeeded) => new UndoSucceeded(at.Key),
        (true, StepOutcome.Failed failed) => new UndoFailed(at.Key, failed.Failure),
        (true, StepOutcome.Ambiguous doubt) => new UndoFailed(at.Key, InDoubt(doubt.Ambiguity)),
        (_, var other) => new UndoFailed(at.Key, new Failure(FailureKind.Internal, $"an undo cannot end as {other.GetType().Name}")),
    };

    private (int Approvals, object? Answer) Heard(RunState state) =>
        (state.StepOrPending(at.Key).Approvals.Count, state.StepOrPending(at.Key).Answer);

    private async Task<StepOutcome> PerformAsync(IActivityCatalog activities, Gates gates, StepContext context, SendPermit permit, CancellationToken cancellationToken)
    {
        SendPermit.Carry(permit);
        // The loop goes on to its next decision; the activity starts on the loop's own context, so that a rehearsal can run on one thread.
        await System.Threading.Tasks.Task.Yield();
        try
        {
            return work switch
            {
                StepWork.Gates => await gates.RecheckAsync(context, cancellationToken),
                StepWork.Undo => await activities.Find(at.Step.Verb).UndoAsync(context, cancellationToken),
                _ => await activities.Find(at.Step.Verb).ExecuteAsync(context, cancellationToken),
            };
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

/// <summary>What is done with a step.</summary>
internal enum StepWork
{
    Forward,
    Undo,

    /// <summary>The step is a pivot that has not started: the gates before it are looked at again.</summary>
    Gates,
}
