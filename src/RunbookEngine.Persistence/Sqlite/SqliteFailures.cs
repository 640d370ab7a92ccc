using Microsoft.Data.Sqlite;
using RunbookEngine.Journal;
using SQLitePCL;

namespace RunbookEngine.Persistence.Sqlite;

/// <summary>Says what failed in a store, why, and what mends it.</summary>
internal static class SqliteFailures
{
    /// <summary>True when the cause lies with the file or the disk, so that every write would fail; false when it lies with one write.</summary>
    public static bool ConcernsStore(SqliteException failure) => failure.SqliteErrorCode is not (raw.SQLITE_CONSTRAINT or raw.SQLITE_TOOBIG
        or raw.SQLITE_MISMATCH or raw.SQLITE_RANGE or raw.SQLITE_ERROR);

    /// <summary>What the caller is told: failures of the store and rows that make no sense are named, everything else stays as it is.</summary>
    public static Exception Translate(Exception failure, string name, string path) => failure switch
    {
        SqliteException refused => Translate(refused, name, path),
        FormatException or OverflowException or ArgumentOutOfRangeException => new JournalCorruptException(
            $"The store {name} holds a row that cannot be read: {failure.Message.TrimEnd('.')}. Stop everything that uses it and restore {path} from a backup.", failure),
        _ => failure,
    };

    public static StoreUnavailableException Translate(SqliteException failure, string name, string path) => new(failure.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => $"The store {name} cannot be written: the disk is full. Nothing was stored. Free space on the disk that holds {Folder(path)}, then resume.",
        raw.SQLITE_READONLY => $"The store {name} cannot be written: the file or its folder is read-only for this user. Make {path} and {Folder(path)} writable.",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => $"The store {name} cannot be used: another process keeps it locked. End the program that holds {path} open for a long write (a backup, a database shell), then try again.",
        raw.SQLITE_CORRUPT => $"The store {name} is damaged: {Cause(failure)}. Stop everything that uses it and restore {path} from a backup.",
        raw.SQLITE_NOTADB => $"The store {name} cannot be used: {path} is not a SQLite database, or its first page is damaged. Name another file, or restore it from a backup.",
        raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH => $"The store {name} cannot be opened: {Cause(failure)}. Check that {Folder(path)} exists and that this user may read and write {path} and the folder.",
        raw.SQLITE_IOERR => $"The store {name} cannot be read or written: {Cause(failure)}. Nothing was stored. Check the disk that holds {Folder(path)} (space, quota, mount, hardware), then resume.",
        raw.SQLITE_NOMEM => $"The store {name} cannot be used: the process is out of memory. Nothing was stored. Give it more memory, then resume.",
        _ => $"The store {name} failed: {Cause(failure)}. Nothing was stored.",
    }, failure);

    /// <summary>For failures of the file system that come before SQLite sees the file.</summary>
    public static StoreUnavailableException OfFileSystem(Exception failure, string name, string path) => new(
        $"The store {name} cannot be opened: {failure.Message.TrimEnd('.')}. Check that {Folder(path)} exists and that this user may write it.", failure);

    public static string Folder(string path) => Path.GetDirectoryName(path) is { Length: > 0 } folder ? folder : Path.DirectorySeparatorChar.ToString();

    private static string Cause(SqliteException failure) => $"{raw.sqlite3_errstr(failure.SqliteErrorCode).utf8_to_string()} (SQLite code {failure.SqliteExtendedErrorCode})";
}
