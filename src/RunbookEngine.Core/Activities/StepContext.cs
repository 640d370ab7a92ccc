using System.Text.Json;
using RunbookEngine.Expressions;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Activities;

/// <summary>What an activity is given: its step, what the journal knows of it, and the way to write to the journal.</summary>
public abstract class StepContext
{
    public abstract RunId Run { get; }

    public abstract Plan Plan { get; }

    public abstract PlanStep Step { get; }

    public abstract StepKey Key { get; }

    /// <summary>The current attempt, from 1.</summary>
    public abstract int Attempt { get; }

    /// <summary>The run as journalled up to now; read again after an await.</summary>
    public abstract RunState State { get; }

    /// <summary>What the journal says of this step up to now.</summary>
    public StepState Record => State.StepOrPending(Key);

    /// <summary>True while this step is being taken back rather than carried out.</summary>
    public abstract bool Undoing { get; }

    public abstract TimeProvider Clock { get; }

    /// <summary>The step's arguments with every expression evaluated. May hold secrets: never journal or print it as it is.</summary>
    /// <exception cref="ExpressionFailedException">An expression has no value now; the engine turns it into a failure of the step.</exception>
    public abstract ResolvedArguments Arguments { get; }

    /// <summary>When this attempt must be over (<c>timeout</c>), counted from its journalled start; null for no limit.</summary>
    public abstract DateTimeOffset? Deadline { get; }

    /// <summary>Set when the run was cancelled by a person: send nothing more and return.</summary>
    public abstract CancellationToken Abandon { get; }

    /// <summary>Appends to the run journal and returns when it is durable. <see cref="State"/> then includes it.</summary>
    /// <exception cref="RunAbandonedException">The event announces a new effect (<see cref="OperationIntended"/>) and the run was cancelled meanwhile.</exception>
    /// <exception cref="RunTakenOverException">Another engine has the run now; do nothing more.</exception>
    public abstract Task JournalAsync(RunEvent happened, CancellationToken cancellationToken);

    /// <summary>Shows passing progress to whoever watches; nothing is journalled.</summary>
    public abstract void Report(StepProgress progress);

    /// <summary>Returns when the journal has news of this run, or at <paramref name="until"/>.</summary>
    public abstract Task WaitForNewsAsync(DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Evaluates the text of a message or a nested argument in this step's scope.</summary>
    public abstract ResolvedArguments Resolve(JsonElement value);
}
