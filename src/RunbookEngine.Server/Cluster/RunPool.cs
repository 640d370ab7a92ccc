using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using RunbookEngine.Documents;
using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Server.Cluster;

/// <summary>Drives the open runs of the shards that this node has. A run that only people can bring on is let go, and costs an entry in a
/// dictionary until the journal has news of it or its deadline comes.</summary>
internal sealed partial class RunPool(
    IEngineStore store, RunEngine engine, IRunObserver observer, RunFitness fitness, ClusterOptions options, TimeProvider clock, ILogger<RunPool> log)
{
    /// <summary>How often all open runs are looked through, whatever the news were.</summary>
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<int, ShardTurn> _shards = new();
    private readonly ConcurrentDictionary<RunId, Task> _driven = new();
    private readonly ConcurrentDictionary<RunId, (int Sequence, DateTimeOffset? Due)> _waiting = new();
    private readonly ConcurrentQueue<RunId> _woken = new();
    private readonly SemaphoreSlim _bell = new(0);
    private readonly SemaphoreSlim _places = new(options.MaxRuns);
    private volatile bool _sweep;

    public IReadOnlyDictionary<int, ShardTurn> Shards => _shards;

    public int Driven => _driven.Count;

    public int Waiting => _waiting.Count;

    /// <summary>Has a look at the run soon, if it is in a shard of this node.</summary>
    public void Wake(RunId run)
    {
        _woken.Enqueue(run);
        _bell.Release();
    }

    /// <returns>Null when the node has the shard already.</returns>
    public ShardTurn? Take(int shard)
    {
        var turn = new ShardTurn(shard, clock.GetUtcNow());
        if (!_shards.TryAdd(shard, turn))
            return null;
        _sweep = true;
        _bell.Release();
        return turn;
    }

    /// <summary>Lets go of the runs of a shard, once each of them can be left.</summary>
    /// <param name="patience">How long programs and web calls are waited for; then they are ended.</param>
    public async Task ReleaseAsync(ShardTurn turn, TimeSpan patience)
    {
        var leaving = Task.WhenAll(_driven.Where(d => Cluster.Shards.Of(d.Key) == turn.Shard).Select(d => d.Value));
        await Task.WhenAny(leaving, Task.Delay(patience, clock));
        turn.EndNow();
        await leaving;
        foreach (var run in _waiting.Keys.Where(run => Cluster.Shards.Of(run) == turn.Shard))
            _waiting.TryRemove(run, out _);
        _shards.TryRemove(KeyValuePair.Create(turn.Shard, turn));
    }

    /// <summary>True while no run of the shard has something under way that only this process can see the end of.</summary>
    public bool IsQuiet(int shard) => !_driven.Keys.Any(run => Cluster.Shards.Of(run) == shard && engine.EndsOnlyHere(run));

    /// <summary>Listens to the journal until the token ends it.</summary>
    public async Task ListenAsync(CancellationToken stop)
    {
        var (position, swept) = (-1L, clock.GetTimestamp());
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (position < 0 || _sweep || clock.GetElapsedTime(swept) > SweepInterval)
                {
                    _sweep = false;
                    swept = clock.GetTimestamp();
                    // The position is older than the list: what comes between is in both.
                    position = position < 0 ? (await store.NewsAsync(-1, stop)).Position : position;
                    await SweepAsync(stop);
                }

                var news = await store.NewsAsync(position, stop);
                foreach (var run in news.Runs)
                    await ConsiderAsync(run, stop);
                position = news.Position;
                while (_woken.TryDequeue(out var run))
                    await ConsiderAsync(run, stop);
                foreach (var (run, _) in _waiting.Where(w => w.Value.Due <= clock.GetUtcNow()))
                    Drive(run);
                await PauseAsync(stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                _sweep = true;
                StoreGone(e.Message);
                await Task.WhenAny(Task.Delay(TimeSpan.FromSeconds(1), clock, stop));
            }
        }
    }

    /// <summary>Until the next look at the journal, or until somebody rings.</summary>
    private async Task PauseAsync(CancellationToken stop)
    {
        using var interval = new CancellationTokenSource(options.NewsInterval, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, interval.Token);
        try
        {
            await _bell.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // Nobody rang.
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        if (_shards.IsEmpty)
            return;
        RunId? before = null;
        while (await store.ListAsync(new RunFilter(Before: before, Limit: 1000) { Open = true }, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var run in page.Where(r => r.Parent is null))
                Consider(run);
            before = page[^1].Id;
        }
    }

    private async Task ConsiderAsync(RunId id, CancellationToken cancellationToken)
    {
        // A run's own events are news too: what is driven here needs no look.
        if (_driven.ContainsKey(id) || _shards.IsEmpty)
            return;
        // Ids of called runs are made by hashing (version 8); it may be the calling run that is to be woken.
        if (id.Value.Version == 7 && !_shards.ContainsKey(Cluster.Shards.Of(id)))
            return;
        var run = await store.FindAsync(id, cancellationToken);
        while (run?.Parent is { } parent)
            run = await store.FindAsync(parent, cancellationToken);
        if (run is { EndedAt: null })
            Consider(run);
    }

    private void Consider(RunSummary run)
    {
        if (_waiting.TryGetValue(run.Id, out var waiting) && waiting.Sequence == run.Sequence)
            return;
        Drive(run.Id);
    }

    private void Drive(RunId id)
    {
        if (!_shards.TryGetValue(Cluster.Shards.Of(id), out var turn) || turn.Ending is not null || _driven.ContainsKey(id))
            return;
        _waiting.TryRemove(id, out _);
        _driven.GetOrAdd(id, _ => Task.Run(() => DriveAsync(id, turn)));
    }

    private async Task DriveAsync(RunId id, ShardTurn turn)
    {
        (int, DateTimeOffset?)? stands = null;
        try
        {
            await _places.WaitAsync(turn.HandOver);
            try
            {
                stands = await TryAsync(id, turn);
            }
            finally
            {
                _places.Release();
            }
        }
        catch (OperationCanceledException)
        {
            // Let go; another node, or the next turn, goes on with it.
        }
        finally
        {
            if (stands is { } where && turn.Ending is null)
                _waiting[id] = where;
            _driven.TryRemove(id, out _);
            // News that came while the drive was ending found it still there.
            if (stands is not null)
                Wake(id);
        }
    }

    /// <returns>The sequence number at which it stands, and until when at most; null when there is nothing more to do.</returns>
    private async Task<(int, DateTimeOffset?)?> TryAsync(RunId id, ShardTurn turn)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (await store.LoadAsync(id, turn.HandOver) is not { IsEnded: false } run)
                    return null;
                if (await fitness.RefuseAsync(run, turn.HandOver) is { } reason)
                {
                    NotHere(id, reason);
                    return (run.Sequence, null);
                }

                var after = await engine.DriveAsync(id, run.Actor, observer, turn.Stop, turn.HandOver);
                if (after.IsEnded)
                {
                    Ended(id, after.Plan.Runbook, Words.Of(after.Outcome));
                    return null;
                }

                Stands(id, after.Plan.Runbook, Words.Of(after.Outcome));
                // A deadline that has passed without effect, in a run that is held, is none to come back for.
                return (after.Sequence, after.Steps.Values.Where(s => s.Status == StepStatus.Waiting && s.Waiting?.Until > clock.GetUtcNow()).Min(s => s.Waiting?.Until));
            }
            catch (RunBusyException e)
            {
                Busy(id, e.Message);
                await PauseAsync(Least(e.Holder.Until - clock.GetUtcNow(), TimeSpan.FromSeconds(1)), turn);
            }
            catch (JournalCorruptException e)
            {
                Corrupt(id, e.Message);
                return ((await store.FindAsync(id, turn.HandOver))?.Sequence ?? 0, null);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Taken over, or the store was away and it is not known what it stored: the run is as its journal says. It is read and gone on with.
                TriedAgain(id, e.Message);
                await PauseAsync(Least(TimeSpan.FromMilliseconds(250 << Math.Min(attempt, 8)), LongestPause), turn);
            }
        }
    }

    private Task PauseAsync(TimeSpan pause, ShardTurn turn) =>
        Task.Delay(pause > TimeSpan.FromMilliseconds(100) ? pause : TimeSpan.FromMilliseconds(100), clock, turn.HandOver);

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;

    [LoggerMessage(6401, LogLevel.Information, "Run {RunId} of {Runbook} ended: {Outcome}")]
    private partial void Ended(RunId runId, string runbook, string outcome);

    [LoggerMessage(6402, LogLevel.Information, "Run {RunId} of {Runbook} stands: {Outcome}")]
    private partial void Stands(RunId runId, string runbook, string outcome);

    [LoggerMessage(6403, LogLevel.Warning, "Run {RunId} cannot be driven now and is tried again: {Message}")]
    private partial void TriedAgain(RunId runId, string message);

    [LoggerMessage(6404, LogLevel.Error, "Run {RunId} is not driven: its journal cannot be trusted: {Message}")]
    private partial void Corrupt(RunId runId, string message);

    [LoggerMessage(6405, LogLevel.Warning, "Run {RunId} is not driven here: {Reason}")]
    private partial void NotHere(RunId runId, string reason);

    [LoggerMessage(6406, LogLevel.Error, "The store cannot be read: {Message}")]
    private partial void StoreGone(string message);

    [LoggerMessage(6407, LogLevel.Debug, "Run {RunId} is waited for: {Message}")]
    private partial void Busy(RunId runId, string message);
}
