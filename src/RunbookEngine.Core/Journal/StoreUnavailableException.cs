namespace RunbookEngine.Journal;

/// <summary>The store cannot be read or written. The message names the store, the cause and the mend.</summary>
public sealed class StoreUnavailableException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>It is another one than the one that was opened, or is gone: it does not come back by itself, and whoever uses it ends.</summary>
    public bool IsReplaced { get; init; }
}
