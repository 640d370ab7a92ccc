using Microsoft.Data.Sqlite;
using RunbookEngine.Files;
using RunbookEngine.Journal;
using RunbookEngine.Persistence.Backups;
using SQLitePCL;

namespace RunbookEngine.Persistence.Sqlite;

/// <summary>The file of a store: where it is, that it is ours, and that its schema is the one this program writes.</summary>
internal sealed class SqliteFile
{
    /// <summary>Bytes of SQLite's smallest page; every database is a multiple of it.</summary>
    private const int Sector = 512;

    private readonly TimeProvider _clock;
    private readonly TimeSpan _patience;
    private volatile string? _identity;
    private DirectoryInfo? _copy;

    /// <summary>What is read in place of the file, when that cannot be written; null: the file itself, in the ordinary way.</summary>
    private string? _toRead;

    /// <param name="patience">How long a lock of another process is waited for.</param>
    public SqliteFile(string path, TimeProvider clock, TimeSpan patience)
    {
        Path = System.IO.Path.GetFullPath(path);
        (_clock, _patience) = (clock, patience);
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    public string Name => $"sqlite:{Path}";

    /// <summary>Makes the file when it is missing, and brings its schema up to date.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be made, read, or is not ours.</exception>
    public void Prepare()
    {
        try
        {
            CheckPlace();
            if (!File.Exists(Path))
                Create();
            using var session = new SqliteSession(Path, mayCreate: false, _patience);
            CheckAndMigrate(session);
            _identity = FileFacts.Of(Path).Identity;
        }
        catch (SqliteException failure) when (MayBeReadOnly(failure) && PrepareToRead())
        {
            // Reading goes on; a write says that there is none.
        }
        catch (SqliteException failure)
        {
            throw SqliteFailures.Translate(failure, Name, Path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw SqliteFailures.OfFileSystem(failure, Name, Path);
        }
    }

    /// <summary>Opens a session on the prepared file.</summary>
    /// <exception cref="StoreUnavailableException">The file is gone, or another one is in its place.</exception>
    public SqliteSession Open()
    {
        CheckPresent();
        return _toRead is { } file ? new SqliteSession(file, mayCreate: false, _patience, unchanging: true) : new SqliteSession(Path, mayCreate: false, _patience);
    }

    /// <summary>Drops the copy that was read in place of the file, if there is one.</summary>
    public void Close() => _copy?.Delete(recursive: true);

    private static bool MayBeReadOnly(SqliteException failure) =>
        failure.SqliteErrorCode is raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_IOERR;

    /// <summary>A store on a medium or in a folder that cannot be written: SQLite wants files beside it even to read. What still stands in its
    /// write-ahead log counts, so with one the two are read from a copy.</summary>
    /// <returns>False when it cannot be read either.</returns>
    private bool PrepareToRead()
    {
        if (OperatingSystem.IsWindows() || !File.Exists(Path))
            return false;
        try
        {
            _toRead = Path;
            if (new FileInfo(Path + "-wal") is { Exists: true, Length: > 0 })
            {
                _copy = Directory.CreateTempSubdirectory("runbook-read-");
                _toRead = System.IO.Path.Combine(_copy.FullName, "store.db");
                File.Copy(Path, _toRead);
                File.Copy(Path + "-wal", _toRead + "-wal");
                File.SetUnixFileMode(_toRead, UnixFileMode.UserRead | UnixFileMode.UserWrite);
                File.SetUnixFileMode(_toRead + "-wal", UnixFileMode.UserRead | UnixFileMode.UserWrite);
                // Takes the log into the copy.
                using var whole = new SqliteSession(_toRead, mayCreate: false, _patience);
                whole.Execute("pragma wal_checkpoint(truncate)");
            }

            using var session = new SqliteSession(_toRead, mayCreate: false, _patience, unchanging: true);
            CheckReadable(session);
            return true;
        }
        catch (Exception failure) when (failure is SqliteException or IOException or UnauthorizedAccessException)
        {
            _toRead = null;
            return false;
        }
    }

    /// <exception cref="StoreUnavailableException">The file is another program's, or a newer version of this one wrote it.</exception>
    private long KnownVersion(SqliteSession session)
    {
        if (session.Number("pragma application_id") != SqliteMigrations.ApplicationId)
            throw new StoreUnavailableException($"The store {Name} cannot be used: {Path} is a SQLite database of another program. Name another file.");
        var version = Version(session);
        return version > SqliteMigrations.Newest ? throw Newer(version) : version;
    }

    private void CheckReadable(SqliteSession session)
    {
        if (KnownVersion(session) < SqliteMigrations.Newest)
            throw new StoreUnavailableException(
                $"The store {Name} was written by an earlier version of this program and cannot be brought up to date where it is, since it cannot be written there. Copy it to a folder that can be written and name the copy.");
    }

    /// <summary>A file that was deleted or replaced under a running program would take writes that nobody can read afterwards, and a run would be carried
    /// on from another journal than its own. Asked before every read and every group of writes.</summary>
    public void CheckPresent()
    {
        FileFacts facts;
        try
        {
            facts = FileFacts.Of(Path);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw SqliteFailures.OfFileSystem(failure, Name, Path);
        }

        if (facts.Kind == FileKind.Missing)
            throw new StoreUnavailableException($"The store {Name} is gone: the file was deleted or moved while it was in use. Stop the program and put it back from a backup.") { IsReplaced = true };
        if (_identity is { } own && facts.Identity is { } found && own != found)
            throw new StoreUnavailableException(
                $"The store {Name} was replaced while it was in use: {Path} is another file than the one that was opened. Nothing more is stored or sent. Stop the program, see which file holds the runs (runbook verify all --store sqlite:FILE), put that one in place and start again.")
            { IsReplaced = true };
    }

    private void CheckPlace()
    {
        var folder = SqliteFailures.Folder(Path);
        if (Directory.Exists(Path))
            throw new StoreUnavailableException($"The store {Name} cannot be opened: {Path} is a folder. Name a file in it, such as {System.IO.Path.Combine(Path, "runs.db")}.");
        if (File.Exists(folder))
            throw new StoreUnavailableException($"The store {Name} cannot be opened: {folder} is a file, not a folder. Name another path.");
        if (!Directory.Exists(folder))
            throw new StoreUnavailableException($"The store {Name} cannot be opened: there is no folder {folder}. Create it, or correct the path.");

        // SQLite takes a file without a whole first page for a new database, and fills up a last page that is not whole. But a new store
        // appears whole under its name (see Create), and only a write-ahead log that still waits can complete a page.
        if (new FileInfo(Path) is { Exists: true, Length: var length } && (length < Sector || (length % Sector != 0 && !File.Exists(Path + "-wal"))))
            throw new StoreUnavailableException(
                $"The store {Name} cannot be used: {Path} has {length} bytes, which no whole database has, so it was cut off or is something else. Restore it from a backup; to begin a new store, name another file.");
    }

    /// <summary>Makes the file under another name and links it to its own when it is whole: two programs that open a new store
    /// at once end up with the same file, and one that dies half-way leaves none.</summary>
    private void Create()
    {
        var draft = $"{Path}.{Guid.NewGuid():N}.new";
        try
        {
            // Reasons, requests and answers are for their owner, wherever the file lies; the log beside it takes the same rights.
            PrivateFile.Create(draft);
            using (var session = new SqliteSession(draft, mayCreate: true, _patience))
            {
                session.Execute($"pragma application_id = {SqliteMigrations.ApplicationId}; pragma journal_mode = wal");
                Migrate(session);
            }

            try
            {
                File.Move(draft, Path, overwrite: false);
            }
            catch (IOException) when (File.Exists(Path))
            {
                // Another program was first; its file is as good.
            }
        }
        finally
        {
            foreach (var left in (string[])[draft, draft + "-wal", draft + "-shm"])
                File.Delete(left);
        }
    }

    /// <summary>A store of an earlier version is copied before it is brought up to date: the way back to the earlier program is the copy.</summary>
    private void CheckAndMigrate(SqliteSession session)
    {
        if (KnownVersion(session) >= SqliteMigrations.Newest)
            return;
        var copy = $"{Path}.before-{SqliteMigrations.Newest}-{_clock.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}";
        var draft = $"{copy}.{Guid.NewGuid():N}.new";
        try
        {
            SqliteBackups.Copy(Path, draft);
            if (Migrate(session))
                File.Move(draft, copy, overwrite: true);
        }
        finally
        {
            foreach (var left in (string[])[draft, draft + "-wal", draft + "-shm"])
                File.Delete(left);
        }
    }

    /// <returns>False when another program was first.</returns>
    private bool Migrate(SqliteSession session)
    {
        session.Execute("begin immediate");
        session.Execute("create table if not exists schema_versions (number integer primary key, name text not null, at integer not null) strict");
        var version = Version(session);
        if (version > SqliteMigrations.Newest)
            throw Newer(version);
        foreach (var migration in SqliteMigrations.All.Where(m => m.Number > version))
        {
            session.Execute(migration.Sql);
            session.Prepared("insert into schema_versions (number, name, at) values (?1, ?2, ?3)")
                .Bind(1, migration.Number).Bind(2, migration.Name).Bind(3, _clock.GetUtcNow().UtcTicks).Run();
        }

        session.Execute("commit");
        return version < SqliteMigrations.Newest;
    }

    private static long Version(SqliteSession session) =>
        session.Number("select count(*) from sqlite_schema where name = 'schema_versions'") == 0
            ? 0
            : session.Number("select max(number) from schema_versions");

    private StoreUnavailableException Newer(long version) => new(
        $"The store {Name} was written by a newer version of this program: its schema is {version}, this program knows up to {SqliteMigrations.Newest}. Use the newer program, or another store.");
}
