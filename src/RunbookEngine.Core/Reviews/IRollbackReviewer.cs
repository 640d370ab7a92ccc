using RunbookEngine.Runs;

namespace RunbookEngine.Reviews;

/// <summary>Reads the pairs of a run and works out what taking it back would do. Changes nothing.</summary>
public interface IRollbackReviewer
{
    /// <param name="toCheckpoint">Null: to the start, or the point of no return.</param>
    /// <exception cref="OperatorRefusedException">The run has no such checkpoint, is rolled back already, or its pairs cannot be read.</exception>
    Task<RollbackReview> ReviewAsync(RunState run, string? toCheckpoint, CancellationToken cancellationToken);
}

/// <summary>An ended run is to be taken back, and nobody has confirmed what that does.</summary>
/// <param name="changed">It was confirmed, and what it does is something else by now.</param>
public sealed class RollbackUnconfirmedException(RollbackReview review, bool changed)
    : Exception(changed
        ? $"What taking run {review.Run} back does has changed since it was looked at."
        : $"Run {review.Run} has ended: taking it back changes pairs, and what it does is to be looked at and confirmed first.")
{
    public RollbackReview Review => review;

    public bool Changed => changed;
}
