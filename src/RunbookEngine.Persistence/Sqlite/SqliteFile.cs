using Microsoft.Data.Sqlite;
using RunbookEngine.Files;
using RunbookEngine.Journal;

namespace RunbookEngine.Persistence.Sqlite;

/// <summary>The file of a store: where it is, that it is ours, and that its schema is the one this program writes.</summary>
internal sealed class SqliteFile
{
    /// <summary>Bytes of SQLite's smallest page; every database is a multiple of it.</summary>
    private const int Sector = 512;

    private readonly TimeProvider _clock;
    private readonly TimeSpan _patience;
    private volatile string? _identity;

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
        return new SqliteSession(Path, mayCreate: false, _patience);
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
            throw new StoreUnavailableException($"The store {Name} is gone: the file was deleted or moved while it was in use. Stop the program and put it back from a backup.");
        if (_identity is { } own && facts.Identity is { } found && own != found)
            throw new StoreUnavailableException(
                $"The store {Name} was replaced while it was in use: {Path} is another file than the one that was opened. Nothing more is stored or sent. Stop the program, see which file holds the runs (runbook verify all --store sqlite:FILE), put that one in place and start again.");
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

    private void CheckAndMigrate(SqliteSession session)
    {
        if (session.Number("pragma application_id") != SqliteMigrations.ApplicationId)
            throw new StoreUnavailableException($"The store {Name} cannot be used: {Path} is a SQLite database of another program. Name another file.");
        var version = Version(session);
        if (version > SqliteMigrations.Newest)
            throw Newer(version);
        if (version < SqliteMigrations.Newest)
            Migrate(session);
    }

    private void Migrate(SqliteSession session)
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
    }

    private static long Version(SqliteSession session) =>
        session.Number("select count(*) from sqlite_schema where name = 'schema_versions'") == 0
            ? 0
            : session.Number("select max(number) from schema_versions");

    private StoreUnavailableException Newer(long version) => new(
        $"The store {Name} was written by a newer version of this program: its schema is {version}, this program knows up to {SqliteMigrations.Newest}. Use the newer program, or another store.");
}
