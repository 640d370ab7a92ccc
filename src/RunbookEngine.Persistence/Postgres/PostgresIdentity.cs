using System.Diagnostics;
using Npgsql;
using RunbookEngine.Journal;
using static RunbookEngine.Persistence.Postgres.PostgresSql;

namespace RunbookEngine.Persistence.Postgres;

/// <summary>Which database it is: the server, the database and the table of runs as they were opened, and the last line of the register that was seen. A database that was dropped and
/// made anew, restored over the old one or brought back from an older backup is another one: a run would be carried on from another journal than its own.</summary>
/// <remarks>Asked on every new connection, with every start of a run, after every append that found its run elsewhere, and otherwise once a second at most. The append itself names the
/// table it means.</remarks>
internal sealed class PostgresIdentity(string name)
{
    /// <summary>What was found holds for so long. Real time: it is another program's doing.</summary>
    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Facts? _opened;
    private (long Number, string Hash)? _seen;
    private long _looked;
    private volatile bool _replaced;

    /// <summary>The oid of the table of runs.</summary>
    public uint Table => _opened?.Table ?? 0;

    /// <summary>It was found to be another one; that stays so.</summary>
    public bool IsReplaced => _replaced;

    /// <summary>Remembers the database that was opened. From here on another one is refused.</summary>
    public async Task OpenAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var (facts, head, _) = await ReadAsync(connection, null, await MayAskServerAsync(connection, cancellationToken), cancellationToken);
        (_seen, _opened) = (head, facts);
    }

    /// <summary>As <see cref="CheckAsync"/>, unless it was asked a moment ago.</summary>
    public Task CheckNowAndThenAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        !_replaced && _looked != 0 && Stopwatch.GetElapsedTime(Volatile.Read(ref _looked)) < Trust ? Task.CompletedTask : CheckAsync(connection, cancellationToken);

    /// <exception cref="StoreUnavailableException">It is another database, or an older copy of this one.</exception>
    public async Task CheckAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (_opened is not { } own)
            return;
        if (_replaced)
            throw Replaced("is another one than the one that was opened");
        (long Number, string Hash)? seen;
        lock (_gate)
            seen = _seen;
        Facts there;
        (long Number, string Hash)? head;
        string? hash;
        try
        {
            (there, head, hash) = await ReadAsync(connection, seen?.Number, own.Server is not null, cancellationToken);
        }
        catch (PostgresException failure) when (PostgresFailures.IsGone(failure))
        {
            throw Gone(failure);
        }

        if (there != own)
            throw Replaced("is another one than the one that was opened");
        if (seen is { } line && hash != line.Hash)
            throw Replaced($"is an older copy of the one that was opened, or was changed: line {line.Number} of its register of runs is {(hash is null ? "gone" : "another")}");
        lock (_gate)
        {
            if (head is { } newer && (_seen is not { } known || newer.Number > known.Number))
                _seen = newer;
        }

        Volatile.Write(ref _looked, Stopwatch.GetTimestamp());
    }

    /// <summary>The tables, the schema or the database that were opened are not there.</summary>
    public StoreUnavailableException Gone(Exception failure) => Replaced("has not the tables that were opened", failure);

    private StoreUnavailableException Replaced(string how, Exception? cause = null)
    {
        _replaced = true;
        return new StoreUnavailableException(
            $"The store {name} was replaced while it was in use: the database {how}. Nothing more is stored or sent. Stop every node, see which database holds the runs (runbook verify all --store 'Host=...'), and start again on that one.", cause)
        {
            IsReplaced = true,
        };
    }

    private static async Task<(Facts Facts, (long, string)? Head, string? Hash)> ReadAsync(NpgsqlConnection connection, long? number, bool server, CancellationToken cancellationToken)
    {
        await using var command = connection.Sql($"""
            select (select oid from pg_database where datname = current_database()), to_regclass('runs')::oid, {(server ? "(select system_identifier from pg_control_system())" : "null::bigint")},
                (select hash from register where number = $1), h.number, r.hash
            from (select 1) as one left join register_head h on h.id = 1 left join register r on r.number = h.number
            """, Of(number));
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return (new Facts(row.IsDBNull(2) ? null : row.GetInt64(2), row.GetFieldValue<uint>(0), row.IsDBNull(1) ? 0 : row.GetFieldValue<uint>(1)),
            row.IsDBNull(4) || row.IsDBNull(5) ? null : (row.GetInt64(4), row.GetString(5)), row.IsDBNull(3) ? null : row.GetString(3));
    }

    /// <summary>The server's own number is told to everybody unless its administrator took that away.</summary>
    private static async Task<bool> MayAskServerAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Sql("select has_function_privilege('pg_control_system()', 'execute')");
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <param name="Server">Made when the server was; null where it is not told.</param>
    private sealed record Facts(long? Server, uint Database, uint Table);
}
