namespace RunbookEngine.Journal;

/// <summary>A journal does not tell a possible story: an event is missing, changed, out of order or of a newer version.</summary>
public sealed class JournalCorruptException(string message, Exception? cause = null) : Exception(message, cause);
