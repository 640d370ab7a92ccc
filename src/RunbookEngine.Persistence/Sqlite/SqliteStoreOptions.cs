namespace RunbookEngine.Persistence.Sqlite;

/// <summary>Edges of a SQLite store that tests move.</summary>
internal sealed record SqliteStoreOptions
{
    /// <summary>How long another process may hold the store locked before a call fails. Default 10 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Called with the writer's session whenever it opens.</summary>
    public Action<SqliteSession>? OnOpen { get; init; }
}
