using System.Globalization;
using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Activities.Steps;

/// <summary>How an activity names its operations and finds them again.</summary>
internal static class StepOperations
{
    /// <summary>The operations of what goes on now: of the undo while undoing, else of the way forward.</summary>
    public static IEnumerable<OperationRecord> Operations(this StepContext step) => step.Record.Operations.Where(o => o.Undo == step.Undoing);

    /// <summary>The last operation of this attempt, or null.</summary>
    public static OperationRecord? LastOfAttempt(this StepContext step) =>
        step.Operations().LastOrDefault(o => o.Sequence > step.Record.AttemptSequence);

    public static string NextOperation(this StepContext step) =>
        (step.Record.Operations.Count + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>Concludes an operation of this step, or of another one of the run.</summary>
    public static Task ConcludeAsync(
        this StepContext step, OperationIntended intent, OperationResult result, string? detail, CancellationToken cancellationToken) =>
        step.JournalAsync(new OperationConcluded(intent.Step, intent.Operation, result, detail), cancellationToken);

    public static Task ConcludeAsync(
        this StepContext step, string operation, OperationResult result, string? detail, CancellationToken cancellationToken) =>
        step.JournalAsync(new OperationConcluded(step.Key, operation, result, detail), cancellationToken);
}
