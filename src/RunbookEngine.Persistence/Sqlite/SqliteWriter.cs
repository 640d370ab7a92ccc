using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using RunbookEngine.Journal;
using SQLitePCL;

namespace RunbookEngine.Persistence.Sqlite;

/// <summary>The one writer of a store in this process. Writes that wait at the same moment share a transaction, and so one sync.</summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    /// <summary>Writes that may wait; more callers wait for a place.</summary>
    public const int QueueLength = 4096;

    /// <summary>Writes of one group at most. Beyond this a larger group saves little, and the first caller waits for the last.</summary>
    public const int GroupSize = 256;

    /// <summary>Characters of one group at most, unless a single write is larger.</summary>
    public const long GroupWeight = 8 * 1024 * 1024;

    private readonly SqliteFile _file;
    private readonly TimeSpan _patience;
    private readonly Channel<SqliteWrite> _queue = Channel.CreateBounded<SqliteWrite>(new BoundedChannelOptions(QueueLength) { SingleReader = true });
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<SqliteWrite> _group = new(GroupSize);
    private SqliteSession? _session;

    /// <param name="patience">How long another process may hold the write lock before a write fails.</param>
    public SqliteWriter(SqliteFile file, TimeSpan patience)
    {
        (_file, _patience) = (file, patience);
        _thread = new Thread(Run) { IsBackground = true, Name = "run store writer" };
        _thread.Start();
    }

    /// <summary>Called on the writer's session when it opens.</summary>
    public Action<SqliteSession>? OnOpen { get; init; }

    public async Task<T> WriteAsync<T>(SqliteWrite<T> write)
    {
        if (!_queue.Writer.TryWrite(write))
            await Enqueue(write);
        return await write.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _ended.Task;
    }

    private async Task Enqueue(SqliteWrite write)
    {
        try
        {
            await _queue.Writer.WriteAsync(write, write.CancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(_file.Name, "The store is closed.");
        }
    }

    private void Run()
    {
        try
        {
            while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                Gather();
                if (_group.Count > 0)
                    Write(_group);
                _group.Clear();
            }
        }
        finally
        {
            _session?.Dispose();
            _ended.TrySetResult();
        }
    }

    private void Gather()
    {
        for (long weight = 0; _group.Count < GroupSize && weight < GroupWeight && _queue.Reader.TryRead(out var write);)
        {
            if (write.CancellationToken.IsCancellationRequested)
            {
                write.Cancel();
                continue;
            }

            _group.Add(write);
            weight += write.Weight;
        }
    }

    private void Write(IReadOnlyList<SqliteWrite> group)
    {
        try
        {
            Transact(group);
        }
        catch (SqliteException failure) when (group.Count > 1 && !SqliteFailures.ConcernsStore(failure))
        {
            // One write cannot be stored as it is: the others must not suffer for it.
            foreach (var write in group)
                Write([write]);
            return;
        }
        catch (Exception failure)
        {
            var cause = SqliteFailures.Translate(failure, _file.Name, _file.Path);
            foreach (var write in group)
                write.Fail(cause);
            return;
        }

        foreach (var write in group)
            write.Complete();
    }

    /// <summary>All of the group or nothing of it.</summary>
    private void Transact(IReadOnlyList<SqliteWrite> group)
    {
        try
        {
            _file.CheckPresent();
            var session = _session ??= Open();
            Begin(session);
            foreach (var write in group)
                write.Apply(session);
            session.Prepared("commit").Run();
        }
        catch (Exception failure)
        {
            Forget(failure);
            throw;
        }
    }

    private SqliteSession Open()
    {
        var session = _file.Open();
        session.Execute("pragma busy_timeout = 0");
        OnOpen?.Invoke(session);
        return session;
    }

    /// <summary>Waits for the write lock by asking every millisecond.</summary>
    /// <remarks>SQLite's own waiting asks ten times a second in the end and would hardly ever meet the short gaps that a busy
    /// writer leaves, so a person's approval would starve. The time waited is the machine's, not the engine's clock: it is for another process.</remarks>
    private void Begin(SqliteSession session)
    {
        for (var waited = Stopwatch.StartNew(); ;)
        {
            try
            {
                session.Prepared("begin immediate").Run();
                return;
            }
            catch (SqliteException failure) when (failure.SqliteErrorCode == raw.SQLITE_BUSY && waited.Elapsed < _patience)
            {
                _ended.Task.Wait(TimeSpan.FromMilliseconds(1));
            }
        }
    }

    /// <summary>Takes back what was begun. After a failure of the file the session is opened anew for the next group, since its cause may be gone.</summary>
    private void Forget(Exception failure)
    {
        if (_session is null)
            return;

        try
        {
            if (_session.InTransaction)
                _session.Execute("rollback");
            if (failure is SqliteException { SqliteErrorCode: raw.SQLITE_BUSY or raw.SQLITE_FULL } || (failure is SqliteException cause && !SqliteFailures.ConcernsStore(cause)))
                return;
        }
        catch (SqliteException)
        {
            // The session is thrown away below, and with it the transaction.
        }

        _session.Dispose();
        _session = null;
    }
}
