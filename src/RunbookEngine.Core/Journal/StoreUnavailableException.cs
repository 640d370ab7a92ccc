namespace RunbookEngine.Journal;

/// <summary>The store cannot be read or written. The message names the store, the cause and the mend.</summary>
public sealed class StoreUnavailableException(string message, Exception? cause = null) : Exception(message, cause);
