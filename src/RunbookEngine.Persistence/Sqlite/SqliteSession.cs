using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace RunbookEngine.Persistence.Sqlite;

/// <summary>One connection with the statements prepared on it. One thread at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);

    /// <param name="mayCreate">Makes the file when it is missing.</param>
    /// <param name="busy">How long SQLite itself waits for a lock of another connection; zero returns at once.</param>
    /// <param name="unchanging">The file is on a medium that cannot be written, and nobody else writes it: it is read without locks and files beside it.</param>
    public SqliteSession(string path, bool mayCreate, TimeSpan busy, bool unchanging = false)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = unchanging ? $"file://{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}?immutable=1" : path,
            Mode = unchanging ? SqliteOpenMode.ReadOnly : mayCreate ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = (int)Math.Ceiling(busy.TotalSeconds),
        }.ToString());
        try
        {
            _connection.Open();
            SqliteException.ThrowExceptionForRC(raw.sqlite3_busy_timeout(Handle, (int)busy.TotalMilliseconds), Handle);

            // The full variants reach the platter on macOS, where a plain sync does not; elsewhere they change nothing.
            Execute("pragma synchronous = full; pragma fullfsync = on; pragma checkpoint_fullfsync = on; pragma cache_size = -16384");
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    public sqlite3 Handle => _connection.Handle!;

    public bool InTransaction => raw.sqlite3_get_autocommit(Handle) == 0;

    /// <summary>The prepared statement of a text that never varies.</summary>
    public SqliteStatement Prepared(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements[sql] = statement = new SqliteStatement(Handle, sql);
        return statement;
    }

    /// <summary>Runs one or more statements that give no rows.</summary>
    public void Execute(string sql) => SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(Handle, sql), Handle);

    public long Number(string sql) => Prepared(sql).FirstNumber() ?? 0;

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _connection.Dispose();
    }
}
