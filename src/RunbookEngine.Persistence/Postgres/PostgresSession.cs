using System.Diagnostics;
using Npgsql;

namespace RunbookEngine.Persistence.Postgres;

/// <summary>The connections of a store, and the patience with a server that goes away and comes back.</summary>
/// <param name="identity">Asked on the way; null while the store is being opened.</param>
internal sealed class PostgresSession(NpgsqlDataSource source, string name, TimeSpan patience, PostgresIdentity? identity = null) : IAsyncDisposable
{
    private volatile bool _closed;

    public string Name => name;

    /// <summary>How long a restarting server is waited for.</summary>
    public TimeSpan Patience => patience;

    public NpgsqlDataSource Source => source;

    public PostgresIdentity? Identity => identity;

    /// <summary>Runs work that may be repeated, again after failures that may pass.</summary>
    /// <param name="work">Gets a connection, and whether an earlier try may have been stored although its answer was lost.</param>
    public async Task<T> RunAsync<T>(Func<NpgsqlConnection, bool, Task<T>> work, CancellationToken cancellationToken)
    {
        var doubt = false;
        for (var (since, attempt) = (Stopwatch.StartNew(), 1); ; attempt++)
        {
            ObjectDisposedException.ThrowIf(_closed, source);
            try
            {
                await using var connection = await source.OpenConnectionAsync(cancellationToken);
                try
                {
                    if (identity is not null)
                        await identity.CheckNowAndThenAsync(connection, cancellationToken);
                    return await work(connection, doubt);
                }
                catch (Exception failure)
                {
                    doubt |= PostgresFailures.LeavesDoubt(failure);
                    throw;
                }
            }
            catch (Exception failure) when (PostgresFailures.MayPass(failure) && since.Elapsed < patience)
            {
                await PauseAsync(attempt, cancellationToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                throw PostgresFailures.Translate(failure, name, doubt, identity);
            }
        }
    }

    /// <summary>Reads; nothing is in doubt.</summary>
    public Task<T> ReadAsync<T>(Func<NpgsqlConnection, Task<T>> read, CancellationToken cancellationToken) =>
        RunAsync((connection, _) => read(connection), cancellationToken);

    /// <summary>Waits before the next try and forgets idle connections, which are as broken as the one that failed.</summary>
    /// <remarks>The time waited is the machine's, not the engine's clock: it is for another machine.</remarks>
    public async Task PauseAsync(int attempt, CancellationToken cancellationToken)
    {
        source.Clear();
        await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(500, 20 << Math.Min(attempt, 5))), TimeProvider.System, cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _closed = true;
        return source.DisposeAsync();
    }
}
