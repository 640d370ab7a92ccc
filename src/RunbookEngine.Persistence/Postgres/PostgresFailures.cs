using System.Net.Sockets;
using Npgsql;
using RunbookEngine.Journal;

namespace RunbookEngine.Persistence.Postgres;

/// <summary>Says what failed in a PostgreSQL store, and whether trying again may help.</summary>
internal static class PostgresFailures
{
    /// <summary>The connection broke, the server is leaving or coming, or two transactions met: another try may succeed.</summary>
    public static bool MayPass(Exception failure) => failure switch
    {
        PostgresException refused => IsLeaving(refused) || IsCollision(refused) || refused.SqlState is PostgresErrorCodes.TooManyConnections,
        _ => IsConnection(failure),
    };

    /// <summary>The server may have committed before it went silent.</summary>
    public static bool LeavesDoubt(Exception failure) => failure is not StoreUnavailableException && (failure is not PostgresException refused || IsLeaving(refused));

    /// <summary>True when the cause lies with one write, such as text that the server cannot keep.</summary>
    public static bool ConcernsOneWrite(Exception failure) => failure switch
    {
        PostgresException refused => refused.SqlState[..2] is "22" or "23" or "54",
        _ => !IsConnection(failure) && failure is not (OperationCanceledException or StoreUnavailableException),
    };

    /// <summary>What was opened is not there any more.</summary>
    public static bool IsGone(Exception failure) => failure is PostgresException
    {
        SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.InvalidCatalogName,
    };

    /// <param name="doubt">True when nobody knows whether the write was stored.</param>
    /// <param name="identity">Of a store that was opened; null while it is being opened.</param>
    public static Exception Translate(Exception failure, string name, bool doubt, PostgresIdentity? identity = null) => failure switch
    {
        _ when identity is not null && IsGone(failure) => identity.Gone(failure),
        PostgresException refused => new StoreUnavailableException(Describe(refused, name) + Stored(doubt), failure),
        _ when IsConnection(failure) => new StoreUnavailableException(
            $"The store {name} cannot be reached: {Innermost(failure).TrimEnd('.')}. Check that the PostgreSQL server runs and that this machine reaches it.{Stored(doubt)}", failure),
        FormatException or OverflowException or ArgumentOutOfRangeException or InvalidCastException => new JournalCorruptException(
            $"The store {name} holds a row that cannot be read: {failure.Message.TrimEnd('.')}. Stop everything that uses it and restore it from a backup.", failure),
        _ => failure,
    };

    private static string Describe(PostgresException refused, string name) => refused.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            $"The store {name} refuses the user: {refused.MessageText}. Check user name and password in the connection string, and pg_hba.conf of the server.",
        PostgresErrorCodes.InvalidCatalogName => $"The store {name} cannot be opened: {refused.MessageText}. Create the database, or correct its name.",
        PostgresErrorCodes.InvalidSchemaName => $"The store {name} cannot be opened: {refused.MessageText}. Create the schema, or correct the search path.",
        PostgresErrorCodes.InsufficientPrivilege => $"The store {name} refuses: {refused.MessageText}. Give the user the rights to create and write its tables.",
        PostgresErrorCodes.DiskFull => $"The store {name} cannot be written: the server's disk is full. Free space on the database server, then resume.",
        PostgresErrorCodes.ReadOnlySqlTransaction => $"The store {name} cannot be written: the server is read-only, perhaps a standby. Connect to the primary.",
        PostgresErrorCodes.TooManyConnections => $"The store {name} has no connection left: {refused.MessageText}. Raise max_connections, or close other programs.",
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted =>
            $"The store {name} is damaged: {refused.MessageText}. Stop everything that uses it and restore it from a backup.",
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn =>
            $"The store {name} lacks a part of its schema: {refused.MessageText}. Restore it from a backup, or open an empty database.",
        _ when IsLeaving(refused) => $"The store {name} is shutting down or starting: {refused.MessageText}. Try again when the server runs.",
        _ => $"The store {name} failed: {refused.MessageText} (PostgreSQL code {refused.SqlState}).",
    };

    private static string Stored(bool doubt) => doubt
        ? " Whether the last write was stored is not known; reading the run again tells."
        : " Nothing was stored.";

    // Npgsql 10.0.0 throws ObjectDisposedException (for a ManualResetEventSlim of its own) when a command meets a pooled connection that has just broken.
    private static bool IsConnection(Exception failure) =>
        failure is NpgsqlException or SocketException or IOException or TimeoutException or ObjectDisposedException;

    // Class 57P: shut down by an operator, by a crash, or not yet up. Class 08: connection exceptions.
    private static bool IsLeaving(PostgresException refused) => refused.SqlState.StartsWith("57P", StringComparison.Ordinal) || refused.SqlState.StartsWith("08", StringComparison.Ordinal);

    private static bool IsCollision(PostgresException refused) => refused.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;

    private static string Innermost(Exception failure)
    {
        while (failure.InnerException is { } inner)
            failure = inner;
        return failure.Message;
    }
}
