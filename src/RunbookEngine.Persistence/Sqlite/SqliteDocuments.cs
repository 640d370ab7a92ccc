using RunbookEngine.Documents;

namespace RunbookEngine.Persistence.Sqlite;

/// <summary>Documents beside the journal.</summary>
internal static class SqliteDocuments
{
    private const string Columns = "kind, id, version, body, changed_at, expires_at";

    public static Document? Get(SqliteSession session, string kind, string id, DateTimeOffset now) =>
        session.Prepared($"select {Columns} from documents where kind = ?1 and id = ?2 and (expires_at is null or expires_at > ?3)")
            .Bind(1, kind).Bind(2, id).Bind(3, now.UtcTicks).First(Read);

    /// <summary>An expired document is none: the next one begins at version 1.</summary>
    public static Document? Put(SqliteSession session, string kind, string id, string body, int? expected, DateTimeOffset? expiresAt, DateTimeOffset now)
    {
        var there = Get(session, kind, id, now)?.Version ?? 0;
        if (expected is { } version && version != there)
            return null;
        session.Prepared("""
            insert into documents (kind, id, version, body, changed_at, expires_at) values (?1, ?2, ?3, ?4, ?5, ?6)
            on conflict (kind, id) do update set version = excluded.version, body = excluded.body, changed_at = excluded.changed_at, expires_at = excluded.expires_at
            """)
            .Bind(1, kind).Bind(2, id).Bind(3, there + 1L).Bind(4, body).Bind(5, now.UtcTicks).Bind(6, expiresAt?.UtcTicks).Run();
        return new Document(kind, id, there + 1, body, now.ToUniversalTime(), expiresAt?.ToUniversalTime());
    }

    public static bool Delete(SqliteSession session, string kind, string id, int? expected, DateTimeOffset now) =>
        session.Prepared("""
            delete from documents where kind = ?1 and id = ?2 and (?3 is null or version = ?3) and (expires_at is null or expires_at > ?4) returning 1
            """).Bind(1, kind).Bind(2, id).Bind(3, expected).Bind(4, now.UtcTicks).FirstNumber() is not null;

    public static List<Document> List(SqliteSession session, DocumentFilter filter, DateTimeOffset now, CancellationToken cancellationToken) =>
        session.Prepared($"""
            select {Columns} from documents
            where kind = ?1 and id > ?2 and substr(id, 1, length(?3)) = ?3 and (expires_at is null or expires_at > ?4)
            order by id limit ?5
            """)
            .Bind(1, filter.Kind).Bind(2, filter.After ?? "").Bind(3, filter.Prefix).Bind(4, now.UtcTicks).Bind(5, filter.Limit).All(Read, cancellationToken);

    public static int DropExpired(SqliteSession session, DateTimeOffset now) =>
        session.Prepared("delete from documents where expires_at <= ?1 returning 1").Bind(1, now.UtcTicks).All(_ => 1, CancellationToken.None).Count;

    private static Document Read(SqliteStatement row) =>
        new(row.Text(0), row.Text(1), (int)row.Number(2), row.Text(3), row.Time(4), row.IsNull(5) ? null : row.Time(5));
}
