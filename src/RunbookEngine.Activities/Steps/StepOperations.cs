using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Activities.Steps;

/// <summary>How an activity names its operations and finds them again: <c>2.1</c> is the first one of the second attempt,
/// so an operation that a rollback and a resume left behind is never taken for one of the new attempt.</summary>
internal static class StepOperations
{
    /// <summary>The operations of what goes on now: of the undo while undoing, else of the way forward.</summary>
    public static IEnumerable<OperationRecord> Operations(this StepContext step) => step.Record.Operations.Where(o => o.Undo == step.Undoing);

    /// <summary>The last operation of this attempt, or null.</summary>
    public static OperationRecord? LastOfAttempt(this StepContext step) =>
        step.Operations().LastOrDefault(o => o.Intent.Operation.StartsWith(Prefix(step), StringComparison.Ordinal));

    public static string NextOperation(this StepContext step) => $"{Prefix(step)}{step.Record.Operations.Count + 1}";

    public static Task ConcludeAsync(
        this StepContext step, string operation, OperationResult result, string? detail, CancellationToken cancellationToken) =>
        step.JournalAsync(new OperationConcluded(step.Key, operation, result, detail), cancellationToken);

    private static string Prefix(StepContext step) => $"{step.Attempt}.";
}
