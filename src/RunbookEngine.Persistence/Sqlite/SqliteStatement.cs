using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using RunbookEngine.Runs;
using SQLitePCL;

namespace RunbookEngine.Persistence.Sqlite;

/// <summary>A prepared statement, used again and again. The writer runs tens of thousands a second, so nothing is boxed and no reader is made.</summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _db;
    private readonly sqlite3_stmt _statement;

    public SqliteStatement(sqlite3 db, string sql)
    {
        _db = db;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v3(db, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement), db);
    }

    public SqliteStatement Bind(int place, long value)
    {
        SqliteException.ThrowExceptionForRC(raw.sqlite3_bind_int64(_statement, place, value), _db);
        return this;
    }

    public SqliteStatement Bind(int place, long? value) => value is { } number ? Bind(place, number) : BindNull(place);

    public SqliteStatement Bind(int place, RunId run)
    {
        Span<byte> text = stackalloc byte[36];
        run.Value.TryFormat(text, out var length, "D");
        SqliteException.ThrowExceptionForRC(raw.sqlite3_bind_text(_statement, place, text[..length]), _db);
        return this;
    }

    public SqliteStatement Bind(int place, string? value)
    {
        if (value is null)
            return BindNull(place);

        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (most <= 1024)
        {
            Span<byte> small = stackalloc byte[1024];
            return BindText(place, small[..Encoding.UTF8.GetBytes(value, small)]);
        }

        var rented = ArrayPool<byte>.Shared.Rent(most);
        BindText(place, rented.AsSpan(0, Encoding.UTF8.GetBytes(value, rented)));
        ArrayPool<byte>.Shared.Return(rented);
        return this;
    }

    /// <summary>Moves to the next row; false when there is none, and then the statement is ready for its next use.</summary>
    /// <exception cref="SqliteException">SQLite refused; the statement is ready for its next use.</exception>
    public bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW)
            return true;

        if (result == raw.SQLITE_DONE)
        {
            Reset();
            return false;
        }

        try
        {
            SqliteException.ThrowExceptionForRC(result, _db);
        }
        finally
        {
            Reset();
        }

        return false;
    }

    /// <summary>Runs to the end.</summary>
    public void Run()
    {
        while (Step())
        {
        }
    }

    /// <summary>Reads at most one row.</summary>
    public T? First<T>(Func<SqliteStatement, T> read)
        where T : class
    {
        try
        {
            return Step() ? read(this) : null;
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>The first column of the first row as a number; null for no row.</summary>
    public long? FirstNumber()
    {
        try
        {
            return Step() ? Number(0) : null;
        }
        finally
        {
            Reset();
        }
    }

    public List<T> All<T>(Func<SqliteStatement, T> read, CancellationToken cancellationToken)
    {
        try
        {
            var rows = new List<T>();
            while (Step())
            {
                cancellationToken.ThrowIfCancellationRequested();
                rows.Add(read(this));
            }

            return rows;
        }
        finally
        {
            Reset();
        }
    }

    public long Number(int column) => raw.sqlite3_column_int64(_statement, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public string Text(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(_statement, column));

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public DateTimeOffset Time(int column) => new(Number(column), TimeSpan.Zero);

    public RunId Run(int column) => new(Guid.Parse(raw.sqlite3_column_blob(_statement, column)));

    public void Dispose() => _statement.Dispose();

    private void Reset()
    {
        // Both report the failure of the step before, which has been thrown already.
        _ = raw.sqlite3_reset(_statement);
        _ = raw.sqlite3_clear_bindings(_statement);
    }

    private SqliteStatement BindText(int place, ReadOnlySpan<byte> text)
    {
        SqliteException.ThrowExceptionForRC(raw.sqlite3_bind_text(_statement, place, text), _db);
        return this;
    }

    private SqliteStatement BindNull(int place)
    {
        SqliteException.ThrowExceptionForRC(raw.sqlite3_bind_null(_statement, place), _db);
        return this;
    }
}
