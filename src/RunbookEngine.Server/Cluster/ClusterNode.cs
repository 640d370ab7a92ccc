using System.Reflection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;
using RunbookEngine.Documents;
using RunbookEngine.Journal;
using RunbookEngine.Operations.Composition;
using RunbookEngine.Persistence.Postgres;
using RunbookEngine.Runs;
using RunbookEngine.Server.Running;

namespace RunbookEngine.Server.Cluster;

/// <summary>This process as one of the nodes on a store: takes its share of the shards and drives the runs in them, gives back what is more
/// than its share, and hands everything over when it stops.</summary>
public sealed partial class ClusterNode : IHostedService, IRunPlacement, IAsyncDisposable
{
    private const string Group = "shards";

    /// <summary>Until a shard that was given back, or that nobody took, is offered again.</summary>
    private static readonly TimeSpan OfferAgain = TimeSpan.FromSeconds(1);

    /// <summary>Real time.</summary>
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(3);

    private readonly IEngineStore _store;
    private readonly ClusterOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<ClusterNode> _log;
    private readonly RunPool _pool;
    private readonly NodeRegistry _registry;
    private readonly ClusterMeter _meter;
    private readonly EngineIdentity _identity;
    private readonly DateTimeOffset _startedAt;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _beating = new(1);
    private readonly SemaphoreSlim _settling = new(1);
    private IReadOnlyList<NodeReport> _nodes = [];
    private TimeSpan? _skew;
    private IScheduler? _scheduler;
    private Task _listening = Task.CompletedTask;
    private Task _heart = Task.CompletedTask;
    private volatile bool _leaving;
    private volatile bool _isReplaced;

    public ClusterNode(
        IEngineStore store, EngineRoom room, IRunObserver observer, RunFitness fitness, ClusterOptions options, TimeProvider clock, ILoggerFactory logs)
    {
        (_store, _options, _clock, _identity, _startedAt) = (store, options, clock, room.Identity, clock.GetUtcNow());
        _log = logs.CreateLogger<ClusterNode>();
        _pool = new RunPool(store, room.Engine, observer, fitness, options, clock, logs.CreateLogger<RunPool>());
        _registry = new NodeRegistry(store, clock);
        _meter = new ClusterMeter(_pool);
        Quartz.Logging.LogContext.SetCurrentLogProvider(logs);
    }

    public void Wake(RunId run) => _pool.Wake(run);

    /// <summary>All nodes as they last told of themselves, those included that fell silent in the last minutes.</summary>
    public Task<IReadOnlyList<NodeReport>> ListAsync(CancellationToken cancellationToken) => _registry.ListAsync(cancellationToken);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await BeatAsync(cancellationToken);
        _listening = Task.Run(() => _pool.ListenAsync(_stop.Token), CancellationToken.None);
        _heart = Task.Run(() => BeatAlwaysAsync(_stop.Token), CancellationToken.None);
        var scheduler = await SchedulerFactory.CreateAsync(_identity.Name, (_store as PostgresRunStore)?.ConnectionString, _options.Heartbeat, cancellationToken);
        scheduler.JobFactory = new ShardJob.Factory(HaveAsync);
        for (var shard = 0; shard < Shards.Count; shard++)
            await DescribeAsync(scheduler, shard, cancellationToken);
        _scheduler = scheduler;
        await scheduler.Start(cancellationToken);
    }

    /// <summary>Hands everything over: shards without programs or web calls under way at once, the others when those have ended.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_leaving)
            return;
        _leaving = true;
        var (shards, runs) = (_pool.Shards.Count, _pool.Driven);
        await TryBeatAsync();
        if (_scheduler is not null)
            await SoonAsync(_scheduler.Standby(CancellationToken.None));
        foreach (var turn in _pool.Shards.Values)
            turn.End("leaving");
        await using var late = cancellationToken.Register(() => _pool.Shards.Values.ToList().ForEach(t => t.EndNow()));
        if (_scheduler is not null)
            await SoonAsync(_scheduler.Shutdown(waitForJobsToComplete: !_isReplaced, CancellationToken.None));
        _stop.Cancel();
        await SoonAsync(Task.WhenAll(_listening, _heart));
        try
        {
            await _registry.RemoveAsync(_identity.Name, CancellationToken.None);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            BeatFailed(e.Message);
        }

        Left(_identity.Name, shards, runs);
    }

    /// <summary>Over a store that is another one the scheduler tries for ever to write to tables of its own that are not there: it is not waited for.</summary>
    private Task SoonAsync(Task work) => _isReplaced ? Task.WhenAny(work, Task.Delay(LastWait, TimeProvider.System)) : work;

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _meter.Dispose();
        _stop.Dispose();
    }

    private static async Task DescribeAsync(IScheduler scheduler, int shard, CancellationToken cancellationToken)
    {
        var job = JobBuilder.Create<ShardJob>().WithIdentity($"{shard:00}", Group).UsingJobData(ShardJob.Shard, $"{shard}").StoreDurably().RequestRecovery().Build();
        try
        {
            if (!await scheduler.CheckExists(job.Key, cancellationToken))
                await scheduler.AddJob(job, replace: false, cancellationToken);
            if (!await scheduler.CheckExists(Key(shard), cancellationToken))
                await scheduler.ScheduleJob(Offer(shard, TimeSpan.Zero), cancellationToken);
        }
        catch (ObjectAlreadyExistsException)
        {
            // Another node has just done it.
        }
    }

    private static TriggerKey Key(int shard) => new($"{shard:00}", Group);

    /// <summary>Fires for ever. While a node has the shard the job runs, and the trigger is held back.</summary>
    private static ITrigger Offer(int shard, TimeSpan after) => TriggerBuilder.Create()
        .WithIdentity(Key(shard)).ForJob($"{shard:00}", Group).StartAt(TimeProvider.System.GetUtcNow() + after)
        .WithSimpleSchedule(s => s.WithInterval(OfferAgain).RepeatForever().WithMisfireHandlingInstructionNextWithExistingCount())
        .Build();

    /// <summary>The job of a shard: has it, or leaves it to another node.</summary>
    /// <param name="recovering">The node that had it has died.</param>
    private async Task HaveAsync(int shard, bool recovering)
    {
        if (_leaving || _pool.Shards.ContainsKey(shard) || await RefuseAsync(shard, recovering) is not null || _pool.Take(shard) is not { } turn)
            return;
        Took(_identity.Name, shard, recovering);
        _meter.Taken(recovering);
        await TryBeatAsync();
        await SettleAsync();
        if (_leaving)
            turn.End("leaving");
        await turn.Asked;
        var why = turn.Ending!;
        await _pool.ReleaseAsync(turn, why == "leaving" ? _options.DrainTime : Timeout.InfiniteTimeSpan);
        GaveBack(_identity.Name, shard, why);
        _meter.Given(why);
        await TryBeatAsync();
        await OfferAsync(shard);
    }

    /// <returns>Why the shard is left to another node; null when it is not.</returns>
    private async Task<string?> RefuseAsync(int shard, bool recovering)
    {
        if (_skew is { } skew && skew.Duration() > _options.MaxClockSkew)
            return "the clock is wrong";
        await TryBeatAsync();
        var now = _clock.GetUtcNow();
        var others = _nodes.Where(n => n.Id != _identity.Name && n.IsThere(now, _options.Heartbeat)).ToList();
        // The node that died still looks alive for a moment.
        if (!recovering && others.Any(n => n.Shards.ContainsKey(shard)))
            return "another node has it";
        return !recovering && _pool.Shards.Count >= Shards.Share(others.Count + 1) ? "others have less" : null;
    }

    /// <summary>Lets the other nodes have the shard without waiting until the scheduler notices that its trigger is late.</summary>
    private async Task OfferAsync(int shard)
    {
        try
        {
            await _scheduler!.RescheduleJob(Key(shard), Offer(shard, TimeSpan.FromMilliseconds(200)));
        }
        catch (SchedulerException)
        {
            // It is noticed a second or two later.
        }
    }

    private async Task BeatAlwaysAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.WhenAny(Task.Delay(_options.Heartbeat, _clock, stop));
            if (stop.IsCancellationRequested)
                return;
            if (await TryBeatAsync())
            {
                Balance();
                await SettleAsync();
            }
        }
    }

    private async Task<bool> TryBeatAsync()
    {
        try
        {
            await BeatAsync(CancellationToken.None);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            BeatFailed(e.Message);
            // Nothing that is begun there can be seen to its end.
            if (e is not StoreUnavailableException { IsReplaced: true })
                return false;
            _isReplaced = true;
            _pool.Shards.Values.ToList().ForEach(turn => turn.End("the store is another one", atOnce: true));
            return false;
        }
    }

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        await _beating.WaitAsync(cancellationToken);
        try
        {
            if (_store is PostgresRunStore postgres)
                _skew = await postgres.ClockSkewAsync(cancellationToken);
            await _registry.WriteAsync(Report(), cancellationToken);
            _nodes = await _registry.ListAsync(cancellationToken);
        }
        finally
        {
            _beating.Release();
        }
    }

    private NodeReport Report() => new(
        _identity.Name, _identity.Name.Split('/')[0], _identity.Host, _identity.ProcessId,
        typeof(ClusterNode).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "", _startedAt, _clock.GetUtcNow(), _leaving,
        _pool.Shards.Values.Where(t => t.Ending is null).ToDictionary(t => t.Shard, t => t.Since), _pool.Driven, _pool.Waiting, _skew?.TotalMilliseconds);

    /// <summary>Gives up what another node took while this one stood still, and one shard at a time of what is more than the share.</summary>
    private void Balance()
    {
        var now = _clock.GetUtcNow();
        var others = _nodes.Where(n => n.Id != _identity.Name && n.IsThere(now, _options.Heartbeat)).ToList();
        var held = _pool.Shards.Values.Where(t => t.Ending is null).ToList();
        foreach (var turn in held.Where(t => others.Any(n => n.Shards.TryGetValue(t.Shard, out var since) && since > t.Since)))
            turn.End("taken", atOnce: true);
        if (_skew is { } skew && skew.Duration() > _options.MaxClockSkew)
        {
            SkewTooLarge(skew.TotalMilliseconds);
            held.ForEach(t => t.End("clock"));
            return;
        }

        var (share, least) = (Shards.Share(others.Count + 1), Shards.Count / (others.Count + 1));
        // A node that has just come, or just taken one, gets a moment to show it.
        if (held.Count <= share || _pool.Shards.Values.Any(t => t.Ending is not null) || !others.Any(n => n.Shards.Count < least))
            return;
        held.Where(t => _pool.IsQuiet(t.Shard)).MinBy(t => t.Since)?.End("balance");
    }

    /// <summary>A node that has its share asks the scheduler for no more. It would otherwise be the first to take again what it has just left to others.</summary>
    private async Task SettleAsync()
    {
        await _settling.WaitAsync();
        try
        {
            if (_leaving || _scheduler is not { IsShutdown: false } scheduler)
                return;
            var now = _clock.GetUtcNow();
            var others = _nodes.Count(n => n.Id != _identity.Name && n.IsThere(now, _options.Heartbeat));
            var isFull = (others > 0 && _pool.Shards.Count >= Shards.Share(others + 1)) || _skew?.Duration() > _options.MaxClockSkew;
            if (isFull && !scheduler.InStandbyMode)
                await scheduler.Standby();
            else if (!isFull && scheduler.InStandbyMode)
                await scheduler.Start();
        }
        catch (SchedulerException e)
        {
            BeatFailed(e.Message);
        }
        finally
        {
            _settling.Release();
        }
    }

    [LoggerMessage(6451, LogLevel.Information, "Node {Node} took shard {Shard} (after a node that died: {Recovering})")]
    private partial void Took(string node, int shard, bool recovering);

    [LoggerMessage(6452, LogLevel.Information, "Node {Node} gave shard {Shard} back: {Why}")]
    private partial void GaveBack(string node, int shard, string why);

    [LoggerMessage(6453, LogLevel.Warning, "The heartbeat of this node could not be written: {Message}")]
    private partial void BeatFailed(string message);

    [LoggerMessage(6454, LogLevel.Information, "Node {Node} has left; it had {Shards} shards and drove {Runs} runs")]
    private partial void Left(string node, int shards, int runs);

    [LoggerMessage(6455, LogLevel.Error, "The clock of this node is {Milliseconds} ms off the database's: it takes no runs until it is right")]
    private partial void SkewTooLarge(double milliseconds);
}
