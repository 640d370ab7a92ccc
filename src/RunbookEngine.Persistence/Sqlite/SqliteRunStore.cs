using System.Collections.Concurrent;
using RunbookEngine.Documents;
using RunbookEngine.Journal;
using RunbookEngine.Locks;
using RunbookEngine.Persistence.Entries;
using RunbookEngine.Runs;

namespace RunbookEngine.Persistence.Sqlite;

/// <summary>Runs in one file, for one machine. Several processes may use it at once.</summary>
public sealed class SqliteRunStore : IEngineStore, IRunRegister
{
    /// <summary>Reading sessions kept open between reads.</summary>
    private const int IdleReaders = 8;

    private readonly SqliteFile _file;
    private readonly SqliteWriter _writer;
    private readonly TimeProvider _clock;
    private readonly ConcurrentBag<SqliteSession> _readers = [];
    private volatile bool _closed;

    private SqliteRunStore(SqliteFile file, SqliteWriter writer, TimeProvider clock) => (_file, _writer, _clock) = (file, writer, clock);

    public string Name => _file.Name;

    /// <summary>Opens a store and makes it when the file is missing; its folder must exist.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be opened; the message says why and what to do.</exception>
    public static Task<SqliteRunStore> OpenAsync(string path, TimeProvider clock, CancellationToken cancellationToken) =>
        OpenAsync(path, clock, new SqliteStoreOptions(), cancellationToken);

    internal static Task<SqliteRunStore> OpenAsync(string path, TimeProvider clock, SqliteStoreOptions options, CancellationToken cancellationToken) =>
        Task.Run(() =>
        {
            var file = new SqliteFile(path, clock, options.Patience);
            file.Prepare();
            return new SqliteRunStore(file, new SqliteWriter(file, options.Patience) { OnOpen = options.OnOpen }, clock);
        }, cancellationToken);

    public Task<HeldLock?> StartAsync(RunSummary run, IReadOnlyList<JournalEntry> entries, IReadOnlyList<LockName> locks, CancellationToken cancellationToken)
    {
        EntryRules.Check(run, entries);
        return _writer.WriteAsync(new StartWrite(run, entries, locks, _clock, cancellationToken));
    }

    public Task AppendAsync(RunSummary run, IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken)
    {
        EntryRules.Check(run, entries);
        return _writer.WriteAsync(new AppendWrite(run, entries, cancellationToken));
    }

    public Task<IReadOnlyList<JournalEntry>> ReadAsync(RunId run, int after, CancellationToken cancellationToken) =>
        ReadWith<IReadOnlyList<JournalEntry>>(session => SqliteReads.Entries(session, run, after, cancellationToken), cancellationToken);

    public Task<RunSummary?> FindAsync(RunId run, CancellationToken cancellationToken) =>
        ReadWith(session => SqliteReads.Find(session, run), cancellationToken);

    public Task<IReadOnlyList<RunSummary>> ListAsync(RunFilter filter, CancellationToken cancellationToken)
    {
        EntryRules.Check(filter);
        return ReadWith<IReadOnlyList<RunSummary>>(session => SqliteReads.List(session, filter, cancellationToken), cancellationToken);
    }

    public Task<JournalNews> NewsAsync(long after, CancellationToken cancellationToken) =>
        ReadWith(session => SqliteReads.News(session, after), cancellationToken);

    public Task<IReadOnlyList<HeldLock>> ListLocksAsync(CancellationToken cancellationToken) =>
        ReadWith<IReadOnlyList<HeldLock>>(session => SqliteLocks.List(session, cancellationToken), cancellationToken);

    public Task<bool> BreakLockAsync(LockName name, CancellationToken cancellationToken) =>
        Call(session => SqliteLocks.Break(session, name), cancellationToken);

    public Task<HeldLock?> RetakeLocksAsync(RunId run, IReadOnlyList<LockName> locks, CancellationToken cancellationToken) =>
        Call(session => SqliteLocks.Retake(session, run, locks, _clock.GetUtcNow()), cancellationToken);

    public Task<Lease?> TakeLeaseAsync(RunId run, Lease lease, DateTimeOffset now, CancellationToken cancellationToken) =>
        Call(session => SqliteLeases.Take(session, run, lease, now), cancellationToken);

    public Task<IReadOnlySet<RunId>> RenewLeasesAsync(IReadOnlyCollection<RunId> runs, Lease lease, CancellationToken cancellationToken) =>
        Call(session => SqliteLeases.Renew(session, runs, lease), cancellationToken);

    public Task ReleaseLeaseAsync(RunId run, string engine, CancellationToken cancellationToken) =>
        Call(session => SqliteLeases.Release(session, run, engine), cancellationToken);

    public Task<Lease?> FindLeaseAsync(RunId run, DateTimeOffset now, CancellationToken cancellationToken) =>
        ReadWith(session => SqliteLeases.Find(session, run, now), cancellationToken);

    public Task<Document?> GetAsync(string kind, string id, CancellationToken cancellationToken)
    {
        DocumentRules.Check(kind, id);
        return ReadWith(session => SqliteDocuments.Get(session, kind, id, _clock.GetUtcNow()), cancellationToken);
    }

    public Task<Document?> PutAsync(string kind, string id, string body, int? expected, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        DocumentRules.Check(kind, id);
        DocumentRules.CheckBody(body);
        return Call(session => SqliteDocuments.Put(session, kind, id, body, expected, expiresAt, _clock.GetUtcNow()), cancellationToken);
    }

    public Task<bool> DeleteAsync(string kind, string id, int? expected, CancellationToken cancellationToken)
    {
        DocumentRules.Check(kind, id);
        return Call(session => SqliteDocuments.Delete(session, kind, id, expected, _clock.GetUtcNow()), cancellationToken);
    }

    public Task<IReadOnlyList<Document>> ListAsync(DocumentFilter filter, CancellationToken cancellationToken)
    {
        DocumentRules.Check(filter);
        return ReadWith<IReadOnlyList<Document>>(session => SqliteDocuments.List(session, filter, _clock.GetUtcNow(), cancellationToken), cancellationToken);
    }

    public Task<int> DropExpiredAsync(CancellationToken cancellationToken) =>
        Call(session => SqliteDocuments.DropExpired(session, _clock.GetUtcNow()), cancellationToken);

    public Task<bool> DeleteEndedAsync(RunId run, CancellationToken cancellationToken) => Call(session => SqliteRetention.Delete(session, run), cancellationToken);

    public Task<IReadOnlyList<RegisterEntry>> ReadRegisterAsync(long after, CancellationToken cancellationToken) =>
        ReadWith<IReadOnlyList<RegisterEntry>>(session => SqliteRegister.Read(session, after, cancellationToken), cancellationToken);

    public Task<RegisterEntry?> RegisterHeadAsync(CancellationToken cancellationToken) => ReadWith(SqliteRegister.Head, cancellationToken);

    public Task<IReadOnlyList<string>> FindOrphansAsync(CancellationToken cancellationToken) =>
        ReadWith<IReadOnlyList<string>>(session => SqliteRegister.Orphans(session, cancellationToken), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _closed = true;
        await _writer.DisposeAsync();
        while (_readers.TryTake(out var session))
            session.Dispose();
        _file.Close();
    }

    private Task<T> Call<T>(Func<SqliteSession, T> apply, CancellationToken cancellationToken) =>
        _writer.WriteAsync(new SqliteCall<T>(apply, cancellationToken));

    /// <summary>Runs a read on a session of its own. SQLite has no asynchronous reads: it runs on the calling thread.</summary>
    private Task<T> ReadWith<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellationToken);

        try
        {
            _file.CheckPresent();
            if (!_readers.TryTake(out var session))
                session = _file.Open();
            var sound = false;
            try
            {
                var answer = read(session);
                sound = true;
                return Task.FromResult(answer);
            }
            finally
            {
                if (sound && !_closed && _readers.Count < IdleReaders)
                    _readers.Add(session);
                else
                    session.Dispose();
            }
        }
        catch (OperationCanceledException)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }
        catch (Exception failure)
        {
            return Task.FromException<T>(SqliteFailures.Translate(failure, Name, _file.Path));
        }
    }
}
