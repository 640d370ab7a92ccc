using System.Diagnostics;
using System.Threading.Channels;

namespace RunbookEngine.Persistence.Postgres;

/// <summary>A queue of appends and the connection that stores them in groups. A run stays on one lane, so its appends keep their order.</summary>
internal sealed class PostgresLane : IAsyncDisposable
{
    /// <summary>Appends that may wait; more callers wait for a place.</summary>
    public const int QueueLength = 2048;

    /// <summary>Appends of one group at most.</summary>
    public const int GroupSize = 256;

    /// <summary>Characters of one group at most, unless a single append is larger.</summary>
    public const long GroupWeight = 8 * 1024 * 1024;

    private readonly PostgresSession _session;
    private readonly Channel<PostgresAppend> _queue = Channel.CreateBounded<PostgresAppend>(new BoundedChannelOptions(QueueLength) { SingleReader = true });
    private readonly List<PostgresAppend> _waiting = new(GroupSize);
    private readonly HashSet<Guid> _runs = new(GroupSize);
    private readonly Task _loop;
    private PostgresAppend? _next;
    private PostgresGroup? _group;

    public PostgresLane(PostgresSession session)
    {
        _session = session;
        _loop = Task.Run(LoopAsync);
    }

    public async Task AppendAsync(PostgresAppend append)
    {
        try
        {
            if (!_queue.Writer.TryWrite(append))
                await _queue.Writer.WriteAsync(append, append.CancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(_session.Name, "The store is closed.");
        }

        await append.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
    }

    private async Task LoopAsync()
    {
        while (_next is not null || await _queue.Reader.WaitToReadAsync())
        {
            Gather();
            if (_waiting.Count > 0)
                await StoreAsync([.. _waiting]);
        }

        await ForgetAsync();
    }

    /// <summary>Takes what waits, up to the second append of the same run: one statement can renew a row only once.</summary>
    private void Gather()
    {
        _waiting.Clear();
        _runs.Clear();
        for (long weight = 0; _waiting.Count < GroupSize && weight < GroupWeight;)
        {
            if (_next is null && !_queue.Reader.TryRead(out _next))
                return;
            if (_next.CancellationToken.IsCancellationRequested)
                _next.Cancel();
            else if (!_runs.Add(_next.Run.Id.Value))
                return;
            else
            {
                _waiting.Add(_next);
                weight += _next.Weight;
            }

            _next = null;
        }
    }

    private async Task StoreAsync(IReadOnlyList<PostgresAppend> appends)
    {
        var doubt = false;
        for (var (since, attempt) = (Stopwatch.StartNew(), 1); ; attempt++)
        {
            try
            {
                _group ??= await PostgresGroup.OpenAsync(_session.Source, _session.Identity!);
                await StoreAsync(_group, appends, doubt);
                return;
            }
            catch (Exception failure)
            {
                // A failed opening sent nothing; every other silence may have come after the commit.
                doubt |= _group is not null && PostgresFailures.LeavesDoubt(failure);
                await ForgetAsync();
                if (PostgresFailures.MayPass(failure) && since.Elapsed < _session.Patience)
                {
                    await _session.PauseAsync(attempt, CancellationToken.None);
                    continue;
                }

                if (appends.Count > 1 && PostgresFailures.ConcernsOneWrite(failure))
                {
                    foreach (var append in appends)
                        await StoreAsync([append]);
                    return;
                }

                var cause = PostgresFailures.Translate(failure, _session.Name, doubt, _session.Identity);
                foreach (var append in appends)
                    append.Fail(cause);
                return;
            }
        }
    }

    /// <param name="doubt">True after a try whose answer was lost: a conflict may then be with our own entries.</param>
    private static async Task StoreAsync(PostgresGroup group, IReadOnlyList<PostgresAppend> appends, bool doubt)
    {
        var stored = await group.StoreAsync(appends);
        if (stored.Count < appends.Count)
            await group.CheckAsync();
        foreach (var append in appends)
        {
            if (stored.Contains(append.Run.Id.Value) || (doubt && await group.IsStoredAsync(append)))
                append.Complete();
            else
                append.Refuse();
        }
    }

    private async Task ForgetAsync()
    {
        if (_group is not null)
            await _group.DisposeAsync();
        _group = null;
    }
}
