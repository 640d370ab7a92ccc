using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace RunbookEngine.Benchmarks;

/// <summary>What SQLite itself gives: journal-like rows in WAL with full sync, 100 to a transaction, prepared, one writer.</summary>
internal static class RawRows
{
    public static async Task<double> MeasureAsync(string file, int rows)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        Execute(connection, """
            pragma journal_mode=wal; pragma synchronous=full;
            create table events (run_id text not null, sequence integer not null, at integer not null, type text not null,
              payload text not null, hash text not null, primary key (run_id, sequence));
            """);
        var payload = """{"step":"step-17","attempt":1}""";
        var hash = new string('a', 64);
        var clock = Stopwatch.StartNew();
        for (var written = 0; written < rows; written += 100)
        {
            await using var transaction = connection.BeginTransaction();
            await using var insert = connection.CreateCommand();
            insert.Transaction = transaction;
            insert.CommandText = "insert into events values ($run, $sequence, $at, $type, $payload, $hash)";
            var (run, sequence) = (insert.Parameters.Add("$run", SqliteType.Text), insert.Parameters.Add("$sequence", SqliteType.Integer));
            insert.Parameters.AddWithValue("$at", 638_000_000_000_000_000);
            insert.Parameters.AddWithValue("$type", "step-started");
            insert.Parameters.AddWithValue("$payload", payload);
            insert.Parameters.AddWithValue("$hash", hash);
            for (var i = 0; i < 100; i++)
            {
                (run.Value, sequence.Value) = ($"0199aaaa-0000-7000-8000-{(written + i) % 1000:D12}", (written + i) / 1000);
                insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        return rows / clock.Elapsed.TotalSeconds;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
