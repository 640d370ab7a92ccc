using Npgsql;
using RunbookEngine.Journal;
using RunbookEngine.Persistence.Entries;
using static RunbookEngine.Persistence.Postgres.PostgresSql;

namespace RunbookEngine.Persistence.Postgres;

/// <summary>Sends appends of many different runs as one statement, and so with one sync. Holds a connection and the prepared statement.</summary>
internal sealed class PostgresGroup : IAsyncDisposable
{
    /// <summary>The guard is in the first part: a row is renewed only when it stands where the entries begin, and only then are they inserted.</summary>
    private const string AppendSql = """
        with moved as (
            update runs r
            set runbook = s.runbook, environment = s.environment, mode = s.mode, ticket = s.ticket, actor = s.actor, outcome = s.outcome,
                last_sequence = s.last, started_at = s.started_at, ended_at = s.ended_at, parent = s.parent
            from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                as s (id, expected, runbook, environment, mode, ticket, actor, outcome, last, started_at, ended_at, parent)
            where r.id = s.id and r.last_sequence = s.expected and r.tableoid = $19
            returning r.key, r.id),
        written as (
            insert into entries (run, sequence, at, type, payload, hash)
            select m.key, e.sequence, e.at, e.type, e.payload, e.hash
            from unnest($13, $14, $15, $16, $17, $18) as e (id, sequence, at, type, payload, hash)
            join moved m on m.id = e.id)
        select id from moved
        """;

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlCommand _append;
    private readonly PostgresIdentity _identity;

    private PostgresGroup(NpgsqlConnection connection, PostgresIdentity identity)
    {
        (_connection, _identity) = (connection, identity);
        _append = connection.Sql(
            AppendSql,
            new NpgsqlParameter<Guid[]>(), new NpgsqlParameter<int[]>(), new NpgsqlParameter<string[]>(), new NpgsqlParameter<string[]>(),
            new NpgsqlParameter<string?[]>(), new NpgsqlParameter<string?[]>(), new NpgsqlParameter<string[]>(), new NpgsqlParameter<string[]>(),
            new NpgsqlParameter<int[]>(), new NpgsqlParameter<long[]>(), new NpgsqlParameter<long?[]>(), new NpgsqlParameter<Guid?[]>(),
            new NpgsqlParameter<Guid[]>(), new NpgsqlParameter<int[]>(), new NpgsqlParameter<long[]>(), new NpgsqlParameter<string[]>(),
            new NpgsqlParameter<string[]>(), new NpgsqlParameter<string[]>(), new NpgsqlParameter<uint> { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Oid });
    }

    public static async Task<PostgresGroup> OpenAsync(NpgsqlDataSource source, PostgresIdentity identity)
    {
        var group = new PostgresGroup(await source.OpenConnectionAsync(), identity);
        try
        {
            group.Fill([]);
            await group._append.PrepareAsync();
            return group;
        }
        catch
        {
            await group.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stores what follows on its run; no run may be there twice.</summary>
    /// <returns>The runs whose entries were stored; the others conflict.</returns>
    public async Task<HashSet<Guid>> StoreAsync(IReadOnlyList<PostgresAppend> appends)
    {
        if (_identity.IsReplaced)
            await CheckAsync();
        Fill(appends);
        var ends = appends.Any(append => append.Run.EndedAt is not null);
        await using var transaction = ends ? await _connection.BeginTransactionAsync() : null;
        var stored = new HashSet<Guid>(appends.Count);
        await using (var reader = await _append.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                stored.Add(reader.GetGuid(0));
        }

        if (transaction is not null)
        {
            // A statement of its own, so that it sees locks which were taken until the row of the run was won.
            var ended = appends.Where(append => append.Run.EndedAt is not null).Select(append => append.Run.Id.Value).Where(stored.Contains).ToArray();
            await _connection.Sql("delete from locks where run = any($1)", Of(ended)).CountAsync(CancellationToken.None);
            await transaction.CommitAsync();
        }

        return stored;
    }

    /// <summary>A run that is not where its engine left it may be another database's.</summary>
    /// <exception cref="StoreUnavailableException">It is.</exception>
    public Task CheckAsync() => _identity.CheckAsync(_connection, CancellationToken.None);

    /// <summary>True when an append whose answer was lost is there nevertheless: the entry at its last number has its hash.</summary>
    public async Task<bool> IsStoredAsync(PostgresAppend append) => await IsStoredAsync(_connection, append.Entries[^1]);

    public static async Task<bool> IsStoredAsync(NpgsqlConnection connection, JournalEntry entry)
    {
        await using var find = connection.Sql(
            "select true from entries e join runs r on r.key = e.run where r.id = $1 and e.sequence = $2 and e.hash = $3 and e.payload = $4",
            Of(entry.Run.Value), Of(entry.Sequence), Of(entry.Hash), Of(entry.Payload));
        return await find.ExecuteScalarAsync() is true;
    }

    public async ValueTask DisposeAsync()
    {
        await _append.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private void Fill(IReadOnlyList<PostgresAppend> appends)
    {
        Set(0, append => append.Run.Id.Value);
        Set(1, append => append.Entries[0].Sequence - 1);
        Set(2, append => append.Run.Runbook);
        Set(3, append => append.Run.Environment);
        Set(4, append => append.Run.Mode);
        Set(5, append => append.Run.Ticket);
        Set(6, append => append.Run.Actor);
        Set(7, append => OutcomeNames.Of(append.Run.Outcome));
        Set(8, append => append.Run.Sequence);
        Set(9, append => append.Run.StartedAt.UtcTicks);
        Set(10, append => append.Run.EndedAt?.UtcTicks);
        Set(11, append => append.Run.Parent?.Value);

        var entries = new JournalEntry[appends.Sum(append => append.Entries.Count)];
        for (var (i, at) = (0, 0); i < appends.Count; i++)
        {
            foreach (var entry in appends[i].Entries)
                entries[at++] = entry;
        }

        Value(12, Array.ConvertAll(entries, entry => entry.Run.Value));
        Value(13, Array.ConvertAll(entries, entry => entry.Sequence));
        Value(14, Array.ConvertAll(entries, entry => entry.At.UtcTicks));
        Value(15, Array.ConvertAll(entries, entry => entry.Type));
        Value(16, Array.ConvertAll(entries, entry => entry.Payload));
        Value(17, Array.ConvertAll(entries, entry => entry.Hash));
        ((NpgsqlParameter<uint>)_append.Parameters[18]).TypedValue = _identity.Table;

        void Set<T>(int parameter, Func<PostgresAppend, T> read)
        {
            var values = new T[appends.Count];
            for (var i = 0; i < values.Length; i++)
                values[i] = read(appends[i]);
            Value(parameter, values);
        }
    }

    private void Value<T>(int parameter, T[] values) => ((NpgsqlParameter<T[]>)_append.Parameters[parameter]).TypedValue = values;
}
