using Microsoft.Data.Sqlite;
using RunbookEngine.Journal;
using RunbookEngine.Persistence.Sqlite;

namespace RunbookEngine.Persistence.Backups;

/// <summary>Copies of a SQLite store, taken while others use it.</summary>
public static class SqliteBackups
{
    /// <returns>The file of a store that is one; null for other stores.</returns>
    public static string? FileOf(string store) =>
        store.StartsWith("sqlite:", StringComparison.OrdinalIgnoreCase) ? Path.GetFullPath(store["sqlite:".Length..])
        : Path.GetExtension(store) is ".db" or ".sqlite" or ".sqlite3" ? Path.GetFullPath(store) : null;

    /// <summary>Copies a store as it is at one moment; writers go on meanwhile.</summary>
    /// <param name="target">Must not be there.</param>
    /// <exception cref="StoreUnavailableException">The file is no store, or one of the two cannot be used.</exception>
    public static Task CopyAsync(string file, string target, CancellationToken cancellationToken) => Task.Run(() => Copy(file, target), cancellationToken);

    /// <inheritdoc cref="CopyAsync"/>
    internal static void Copy(string file, string target)
    {
        try
        {
            using var from = Open(file, SqliteOpenMode.ReadWrite);
            if (Number(from, "pragma application_id") != SqliteMigrations.ApplicationId)
                throw new StoreUnavailableException($"{file} is no run store.");
            PrivateFile.Create(target);
            using var to = Open(target, SqliteOpenMode.ReadWrite);
            from.BackupDatabase(to);
            using var check = to.CreateCommand();
            check.CommandText = "pragma integrity_check(1)";
            if (check.ExecuteScalar() as string is not "ok" and var damage)
                throw new StoreUnavailableException($"The copy of {file} is damaged: {damage}.");
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"{file} cannot be copied to {target}: {e.Message.TrimEnd('.')}.", e);
        }
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 30 }.ToString());
        connection.Open();
        return connection;
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
