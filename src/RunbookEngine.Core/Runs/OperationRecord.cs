using RunbookEngine.Journal;

namespace RunbookEngine.Runs;

/// <summary>What the journal knows of one state-changing request.</summary>
/// <param name="Sequence">Of the event that announced it.</param>
/// <param name="IntendedAt">When it was announced; nothing was sent before.</param>
/// <param name="Undo">It belongs to the step's undo.</param>
/// <param name="Job">The array job's id once the array took the request; null before.</param>
/// <param name="Result">Null while it is open: after a crash an open one is looked into before anything is sent.</param>
public sealed record OperationRecord(
    OperationIntended Intent, int Sequence, DateTimeOffset IntendedAt, bool Undo, string? Job = null, OperationResult? Result = null, string? Detail = null)
{
    /// <summary>The array said that the job failed, and why; the pairs tell what became of it. Null: it did not.</summary>
    public ArrayJobFailed? JobFailed { get; init; }

    /// <summary>When it was over; null while it is open.</summary>
    public DateTimeOffset? ConcludedAt { get; init; }
}
