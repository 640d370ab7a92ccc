using Npgsql;
using RunbookEngine.Documents;
using static RunbookEngine.Persistence.Postgres.PostgresSql;

namespace RunbookEngine.Persistence.Postgres;

/// <summary>Documents beside the journal.</summary>
internal static class PostgresDocuments
{
    private const string Columns = "kind, id, version, body, changed_at, expires_at";

    private const string Alive = "(expires_at is null or expires_at > ";

    public static Task<Document?> GetAsync(NpgsqlConnection connection, string kind, string id, DateTimeOffset now, CancellationToken cancellationToken) =>
        connection.Sql($"select {Columns} from documents where kind = $1 and id = $2 and {Alive}$3)", Of(kind), Of(id), Of(now.UtcTicks)).FirstAsync(Read, cancellationToken);

    /// <summary>An expired document is none: the next one begins at version 1.</summary>
    /// <param name="doubt">An earlier try may have been stored although its answer was lost: the same body one version on is that.</param>
    public static async Task<Document?> PutAsync(
        NpgsqlConnection connection, string kind, string id, string body, int? expected, DateTimeOffset? expiresAt, DateTimeOffset now, bool doubt, CancellationToken cancellationToken)
    {
        var stored = await connection.Sql($"""
            insert into documents as d (kind, id, version, body, changed_at, expires_at)
            select $1, $2, 1, $3, $4, $5 where $6 is null or $6 = 0 or exists (select from documents where kind = $1 and id = $2)
            on conflict (kind, id) do update set body = excluded.body, changed_at = excluded.changed_at, expires_at = excluded.expires_at,
                version = case when d.expires_at is null or d.expires_at > $4 then d.version + 1 else 1 end
            where $6 is null or $6 = case when d.expires_at is null or d.expires_at > $4 then d.version else 0 end
            returning {Columns}
            """,
            Of(kind), Of(id), Of(body), Of(now.UtcTicks), Of(expiresAt?.UtcTicks), Of(expected)).FirstAsync(Read, cancellationToken);
        if (stored is not null || !doubt)
            return stored;
        return await GetAsync(connection, kind, id, now, cancellationToken) is { } there && there.Body == body && there.Version == expected + 1 ? there : null;
    }

    public static async Task<bool> DeleteAsync(NpgsqlConnection connection, string kind, string id, int? expected, DateTimeOffset now, CancellationToken cancellationToken) =>
        await connection.Sql($"delete from documents where kind = $1 and id = $2 and ($3 is null or version = $3) and {Alive}$4)",
            Of(kind), Of(id), Of(expected), Of(now.UtcTicks)).CountAsync(cancellationToken) > 0;

    public static Task<List<Document>> ListAsync(NpgsqlConnection connection, DocumentFilter filter, DateTimeOffset now, CancellationToken cancellationToken) =>
        connection.Sql($"""
            select {Columns} from documents where kind = $1 and id > $2 and starts_with(id, $3) and {Alive}$4) order by id limit $5
            """, Of(filter.Kind), Of(filter.After ?? ""), Of(filter.Prefix), Of(now.UtcTicks), Of(filter.Limit)).AllAsync(Read, cancellationToken);

    public static Task<int> DropExpiredAsync(NpgsqlConnection connection, DateTimeOffset now, CancellationToken cancellationToken) =>
        connection.Sql("delete from documents where expires_at <= $1", Of(now.UtcTicks)).CountAsync(cancellationToken);

    private static Document Read(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetString(3), row.Time(4), row.IsDBNull(5) ? null : row.Time(5));
}
