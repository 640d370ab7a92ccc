using Npgsql;
using RunbookEngine.Documents;
using RunbookEngine.Journal;
using RunbookEngine.Locks;
using RunbookEngine.Persistence.Entries;
using RunbookEngine.Runs;

namespace RunbookEngine.Persistence.Postgres;

/// <summary>Runs in PostgreSQL, for several nodes.</summary>
public sealed class PostgresRunStore : IEngineStore, IRunRegister
{
    /// <summary>Connections that store appends: while one waits for its sync, another fills its group.</summary>
    private const int Lanes = 3;

    /// <summary>How long a server that restarts is waited for before a call fails. Default 15 s.</summary>
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(15);

    private readonly PostgresSession _session;
    private readonly PostgresLane[] _lanes;
    private readonly TimeProvider _clock;

    private PostgresRunStore(PostgresSession session, string connectionString, TimeProvider clock)
    {
        (_session, ConnectionString, _clock) = (session, connectionString, clock);
        _lanes = [.. Enumerable.Range(0, Lanes).Select(_ => new PostgresLane(session))];
    }

    public string Name => _session.Name;

    /// <summary>For what else works on the same database. Holds the password: never print it.</summary>
    public string ConnectionString { get; }

    internal PostgresSession Session => _session;

    /// <summary>Opens a store, and makes its tables when they are missing; the database must exist.</summary>
    /// <param name="connection">As Npgsql understands it (<c>Host=db;Database=runbook;…</c>), or <c>postgres://user@db/runbook</c>.</param>
    /// <exception cref="StoreUnavailableException">It cannot be opened; the message says why and what to do.</exception>
    public static Task<PostgresRunStore> OpenAsync(string connection, TimeProvider clock, CancellationToken cancellationToken) =>
        OpenAsync(connection, clock, DefaultPatience, cancellationToken);

    /// <param name="patience">See <see cref="DefaultPatience"/>. Opening itself does not wait: a person sees at once that the server is not there.</param>
    internal static async Task<PostgresRunStore> OpenAsync(string connection, TimeProvider clock, TimeSpan patience, CancellationToken cancellationToken)
    {
        var address = PostgresAddress.Parse(connection);
        var identity = new PostgresIdentity(address.Name);
        var source = Source(address, identity);
        try
        {
            var opening = new PostgresSession(source, address.Name, TimeSpan.Zero);
            if (await opening.RunAsync((link, _) => PostgresSchema.CommitsLazilyAsync(link, cancellationToken), cancellationToken))
            {
                // Durability is not given up, whatever the user's default is. As a start option it survives the reset of pooled connections.
                await source.DisposeAsync();
                address.Settings.Options = $"{address.Settings.Options} -c synchronous_commit=on".TrimStart();
                source = Source(address, identity);
                opening = new PostgresSession(source, address.Name, TimeSpan.Zero);
            }

            await opening.RunAsync((link, _) => PostgresSchema.PrepareAsync(link, address.Name, clock, cancellationToken), cancellationToken);
            await opening.RunAsync(async (link, _) =>
            {
                await identity.OpenAsync(link, cancellationToken);
                return true;
            }, cancellationToken);
            return new PostgresRunStore(new PostgresSession(source, address.Name, patience, identity), address.Settings.ConnectionString, clock);
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    /// <summary>Connections that are made later are looked at before they are used.</summary>
    private static NpgsqlDataSource Source(PostgresAddress address, PostgresIdentity identity) => new NpgsqlDataSourceBuilder(address.Settings.ConnectionString)
        .UsePhysicalConnectionInitializer(_ => { }, connection => identity.CheckAsync(connection, CancellationToken.None)).Build();

    /// <summary>This machine's clock less the database's; half of the time that the question took is uncertain.</summary>
    public Task<TimeSpan> ClockSkewAsync(CancellationToken cancellationToken) =>
        _session.ReadAsync(link => PostgresReads.ClockSkewAsync(link, _clock, cancellationToken), cancellationToken);

    public Task<HeldLock?> StartAsync(RunSummary run, IReadOnlyList<JournalEntry> entries, IReadOnlyList<LockName> locks, CancellationToken cancellationToken)
    {
        EntryRules.Check(run, entries);
        return _session.RunAsync(async (link, doubt) =>
        {
            await _session.Identity!.CheckAsync(link, cancellationToken);
            return await PostgresStart.StoreAsync(link, run, entries, locks, _clock.GetUtcNow(), doubt, cancellationToken);
        }, cancellationToken);
    }

    public Task AppendAsync(RunSummary run, IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken)
    {
        EntryRules.Check(run, entries);
        return _lanes[(uint)run.Id.GetHashCode() % Lanes].AppendAsync(new PostgresAppend(run, entries, cancellationToken));
    }

    public async Task<IReadOnlyList<JournalEntry>> ReadAsync(RunId run, int after, CancellationToken cancellationToken) =>
        await _session.ReadAsync(link => PostgresReads.EntriesAsync(link, run, after, cancellationToken), cancellationToken);

    public Task<RunSummary?> FindAsync(RunId run, CancellationToken cancellationToken) =>
        _session.ReadAsync(link => PostgresReads.FindAsync(link, run, cancellationToken), cancellationToken);

    public async Task<IReadOnlyList<RunSummary>> ListAsync(RunFilter filter, CancellationToken cancellationToken)
    {
        EntryRules.Check(filter);
        return await _session.ReadAsync(link => PostgresReads.ListAsync(link, filter, cancellationToken), cancellationToken);
    }

    public Task<JournalNews> NewsAsync(long after, CancellationToken cancellationToken) =>
        _session.ReadAsync(link => PostgresReads.NewsAsync(link, after, cancellationToken), cancellationToken);

    public async Task<IReadOnlyList<HeldLock>> ListLocksAsync(CancellationToken cancellationToken) =>
        await _session.ReadAsync(link => PostgresLocks.ListAsync(link, cancellationToken), cancellationToken);

    public Task<bool> BreakLockAsync(LockName name, CancellationToken cancellationToken) =>
        _session.RunAsync((link, _) => PostgresLocks.BreakAsync(link, name, cancellationToken), cancellationToken);

    public Task<HeldLock?> RetakeLocksAsync(RunId run, IReadOnlyList<LockName> locks, CancellationToken cancellationToken) =>
        _session.RunAsync((link, _) => PostgresLocks.RetakeAsync(link, run, locks, _clock.GetUtcNow(), cancellationToken), cancellationToken);

    public Task<Lease?> TakeLeaseAsync(RunId run, Lease lease, DateTimeOffset now, CancellationToken cancellationToken) =>
        _session.RunAsync((link, _) => PostgresLeases.TakeAsync(link, run, lease, now, cancellationToken), cancellationToken);

    public Task<IReadOnlySet<RunId>> RenewLeasesAsync(IReadOnlyCollection<RunId> runs, Lease lease, CancellationToken cancellationToken) =>
        _session.RunAsync((link, _) => PostgresLeases.RenewAsync(link, runs, lease, cancellationToken), cancellationToken);

    public Task ReleaseLeaseAsync(RunId run, string engine, CancellationToken cancellationToken) =>
        _session.RunAsync((link, _) => PostgresLeases.ReleaseAsync(link, run, engine, cancellationToken), cancellationToken);

    public Task<Lease?> FindLeaseAsync(RunId run, DateTimeOffset now, CancellationToken cancellationToken) =>
        _session.ReadAsync(link => PostgresLeases.FindAsync(link, run, now, cancellationToken), cancellationToken);

    public Task<Document?> GetAsync(string kind, string id, CancellationToken cancellationToken)
    {
        DocumentRules.Check(kind, id);
        return _session.ReadAsync(link => PostgresDocuments.GetAsync(link, kind, id, _clock.GetUtcNow(), cancellationToken), cancellationToken);
    }

    public Task<Document?> PutAsync(string kind, string id, string body, int? expected, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        DocumentRules.Check(kind, id);
        DocumentRules.CheckBody(body);
        return _session.RunAsync(
            (link, doubt) => PostgresDocuments.PutAsync(link, kind, id, body, expected, expiresAt, _clock.GetUtcNow(), doubt, cancellationToken), cancellationToken);
    }

    public Task<bool> DeleteEndedAsync(RunId run, CancellationToken cancellationToken) =>
        _session.RunAsync((link, _) => PostgresRetention.DeleteAsync(link, run, cancellationToken), cancellationToken);

    public Task<bool> DeleteAsync(string kind, string id, int? expected, CancellationToken cancellationToken)
    {
        DocumentRules.Check(kind, id);
        return _session.RunAsync((link, _) => PostgresDocuments.DeleteAsync(link, kind, id, expected, _clock.GetUtcNow(), cancellationToken), cancellationToken);
    }

    public async Task<IReadOnlyList<Document>> ListAsync(DocumentFilter filter, CancellationToken cancellationToken)
    {
        DocumentRules.Check(filter);
        return await _session.ReadAsync(link => PostgresDocuments.ListAsync(link, filter, _clock.GetUtcNow(), cancellationToken), cancellationToken);
    }

    public Task<int> DropExpiredAsync(CancellationToken cancellationToken) =>
        _session.RunAsync((link, _) => PostgresDocuments.DropExpiredAsync(link, _clock.GetUtcNow(), cancellationToken), cancellationToken);

    public async Task<IReadOnlyList<RegisterEntry>> ReadRegisterAsync(long after, CancellationToken cancellationToken) =>
        await _session.ReadAsync(link => PostgresRegister.ReadAsync(link, after, cancellationToken), cancellationToken);

    public Task<RegisterEntry?> RegisterHeadAsync(CancellationToken cancellationToken) =>
        _session.ReadAsync(link => PostgresRegister.HeadAsync(link, cancellationToken), cancellationToken);

    public async Task<IReadOnlyList<string>> FindOrphansAsync(CancellationToken cancellationToken) =>
        await _session.ReadAsync(link => PostgresRegister.OrphansAsync(link, cancellationToken), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var lane in _lanes)
            await lane.DisposeAsync();
        await _session.DisposeAsync();
    }
}
