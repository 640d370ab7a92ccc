namespace RunbookEngine.Persistence.Sqlite;

/// <summary>One write that waits to be part of a group.</summary>
/// <remarks>It checks before it changes anything, so a write that is refused leaves the group's transaction as it was.</remarks>
internal abstract class SqliteWrite(CancellationToken cancellationToken)
{
    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>Characters it brings, to bound a group.</summary>
    public virtual long Weight => 0;

    /// <summary>Does the work inside the transaction and keeps the answer; may be called again after a rollback.</summary>
    public abstract void Apply(SqliteSession session);

    /// <summary>The transaction is durable: hands the answer to the caller.</summary>
    public abstract void Complete();

    /// <summary>Nothing was stored.</summary>
    public abstract void Fail(Exception cause);

    /// <summary>The caller left before the write began; nothing was stored.</summary>
    public abstract void Cancel();
}

/// <summary>A write with an answer.</summary>
internal abstract class SqliteWrite<T>(CancellationToken cancellationToken) : SqliteWrite(cancellationToken)
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Task => _done.Task;

    /// <summary>What <see cref="SqliteWrite.Apply"/> found.</summary>
    protected T? Answer { get; set; }

    /// <summary>The answer is this error instead; the rest of the group is not concerned.</summary>
    protected Exception? Refusal { get; set; }

    public override void Complete()
    {
        if (Refusal is null)
            _done.TrySetResult(Answer!);
        else
            _done.TrySetException(Refusal);
    }

    public override void Fail(Exception cause) => _done.TrySetException(cause);

    public override void Cancel() => _done.TrySetCanceled(CancellationToken);
}

/// <summary>A small write that is one function.</summary>
internal sealed class SqliteCall<T>(Func<SqliteSession, T> apply, CancellationToken cancellationToken) : SqliteWrite<T>(cancellationToken)
{
    public override void Apply(SqliteSession session) => Answer = apply(session);
}
