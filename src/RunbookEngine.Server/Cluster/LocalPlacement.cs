using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RunbookEngine.Documents;
using RunbookEngine.Journal;
using RunbookEngine.Operations.Composition;
using RunbookEngine.Runs;
using RunbookEngine.Server.Running;

namespace RunbookEngine.Server.Cluster;

/// <summary>Drives all open runs of the store in this process: a server that is alone. A run that only people can bring on is let go until the journal has news of it, or its deadline comes.</summary>
public sealed partial class LocalPlacement(IEngineStore store, EngineRoom room, EnvironmentLibrary environments, IRunObserver observer, TimeProvider clock, ILogger<LocalPlacement> log)
    : BackgroundService, IRunPlacement
{
    /// <summary>How often the journal is asked for news.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Pause before a run is tried again that could not be driven: another process has it, or an array or the store does not answer.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<RunId, Task> _driven = new();
    private readonly ConcurrentDictionary<RunId, (int Sequence, DateTimeOffset? Due)> _waiting = new();
    private readonly ConcurrentQueue<RunId> _woken = new();
    private readonly SemaphoreSlim _bell = new(0);

    public void Wake(RunId run)
    {
        _woken.Enqueue(run);
        _bell.Release();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var position = -1L;
        try
        {
            while (true)
            {
                try
                {
                    if (position < 0)
                        position = await AdoptAsync(stoppingToken);
                    var news = await store.NewsAsync(position, stoppingToken);
                    foreach (var run in news.Runs)
                        await ConsiderAsync(run, stoppingToken);
                    position = news.Position;
                    while (_woken.TryDequeue(out var run))
                        await ConsiderAsync(run, stoppingToken);
                    foreach (var (run, _) in _waiting.Where(w => w.Value.Due <= clock.GetUtcNow()))
                        Drive(run, stoppingToken);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    StoreGone(e.Message);
                }

                await Task.WhenAny(_bell.WaitAsync(stoppingToken), Task.Delay(Interval, clock, stoppingToken));
                stoppingToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(_driven.Values);
        }
    }

    /// <summary>Every run that has not ended, whoever began it.</summary>
    /// <returns>The journal's position before the look.</returns>
    private async Task<long> AdoptAsync(CancellationToken cancellationToken)
    {
        var position = (await store.NewsAsync(-1, cancellationToken)).Position;
        var open = new[] { RunOutcome.Running, RunOutcome.AwaitingApproval, RunOutcome.Held, RunOutcome.NeedsOperator };
        RunId? before = null;
        while (await store.ListAsync(new RunFilter(Outcomes: open, Before: before, Limit: 1000), cancellationToken) is { Count: > 0 } page)
        {
            foreach (var run in page)
                await ConsiderAsync(run.Id, cancellationToken);
            before = page[^1].Id;
        }

        return position;
    }

    private async Task ConsiderAsync(RunId id, CancellationToken cancellationToken)
    {
        // A called run is driven by the run that called it.
        if (await store.FindAsync(id, cancellationToken) is not { EndedAt: null, Parent: null } run)
            return;
        if (_waiting.TryGetValue(id, out var waiting) && waiting.Sequence == run.Sequence)
            return;
        if (await environments.FindAsync(run.Environment, cancellationToken) is null)
            NotHere(id, run.Environment);
        else
            Drive(id, cancellationToken);
    }

    private void Drive(RunId id, CancellationToken stop)
    {
        _waiting.TryRemove(id, out _);
        _driven.GetOrAdd(id, _ => Task.Run(() => DriveAsync(id, stop), CancellationToken.None));
    }

    private async Task DriveAsync(RunId id, CancellationToken stop)
    {
        var (sequence, due, ended) = (0, (DateTimeOffset?)null, true);
        try
        {
            if (await store.LoadAsync(id, stop) is not { IsEnded: false } run || PassingArrays.AreThoseOf(run.Plan))
                return;
            (sequence, ended) = (run.Sequence, false);
            var after = await room.Engine.DriveAsync(id, run.Actor, observer, stop);
            (sequence, ended) = (after.Sequence, after.IsEnded);
            // A deadline that has passed without effect, in a run that is held, is none to come back for.
            due = after.Steps.Values.Where(s => s.Status == StepStatus.Waiting && s.Waiting?.Until > clock.GetUtcNow()).Min(s => s.Waiting?.Until);
            if (after.IsEnded)
                Ended(id, after.Plan.Runbook, Words.Of(after.Outcome));
            else
                Stands(id, after.Plan.Runbook, Words.Of(after.Outcome));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        catch (JournalCorruptException e)
        {
            Corrupt(id, e.Message);
        }
        catch (Exception e)
        {
            // Another process has it, or something does not answer: the run is as its journal says, and is tried again.
            due = clock.GetUtcNow() + Pause;
            TriedAgain(id, e.Message);
        }
        finally
        {
            if (!ended)
                _waiting[id] = (sequence, due);
            _driven.TryRemove(id, out _);
            // News that came while the drive was ending found it still there.
            if (!ended && due is null)
                Wake(id);
        }
    }

    [LoggerMessage(6301, LogLevel.Information, "Run {RunId} of {Runbook} ended: {Outcome}")]
    private partial void Ended(RunId runId, string runbook, string outcome);

    [LoggerMessage(6302, LogLevel.Information, "Run {RunId} of {Runbook} stands: {Outcome}")]
    private partial void Stands(RunId runId, string runbook, string outcome);

    [LoggerMessage(6303, LogLevel.Warning, "Run {RunId} cannot be driven now and is tried again: {Message}")]
    private partial void TriedAgain(RunId runId, string message);

    [LoggerMessage(6304, LogLevel.Error, "Run {RunId} is not driven: its journal cannot be trusted: {Message}")]
    private partial void Corrupt(RunId runId, string message);

    [LoggerMessage(6305, LogLevel.Warning, "Run {RunId} is not driven: its environment {Environment} is none of this server")]
    private partial void NotHere(RunId runId, string environment);

    [LoggerMessage(6306, LogLevel.Error, "The store cannot be read: {Message}")]
    private partial void StoreGone(string message);
}
