using System.Collections.Concurrent;
using RunbookEngine.Activities;
using RunbookEngine.Expressions;
using RunbookEngine.Journal;
using RunbookEngine.Locks;
using RunbookEngine.Plans;

namespace RunbookEngine.Runs;

/// <summary>Starts runs and drives them. One instance drives any number of runs side by side.</summary>
public sealed class RunEngine : IAsyncDisposable
{
    private readonly IRunStore _store;
    private readonly IActivityCatalog _activities;
    private readonly IExpressions _expressions;
    private readonly TimeProvider _clock;
    private readonly EngineIdentity _identity;
    private readonly EngineOptions _options;
    private readonly IDriftReader? _drift;
    private readonly JournalTail _tail;
    private readonly ConcurrentDictionary<RunId, RunWriter> _live = [];

    public RunEngine(
        IRunStore store, IActivityCatalog activities, IExpressions expressions, TimeProvider clock,
        EngineIdentity identity, EngineOptions? options = null, IDriftReader? drift = null)
    {
        (_store, _expressions, _clock, _identity, _drift) = (store, expressions, clock, identity, drift);
        _options = options ?? new EngineOptions();
        _activities = new CatalogWithCalls(activities, new CallActivity(this, store));
        _tail = new JournalTail(store, clock, _options.NewsInterval, run => _live.GetValueOrDefault(run));
    }

    /// <summary>Stores a new run with its locks. Nothing of it has been carried out yet: <see cref="DriveAsync"/> does that.</summary>
    public async Task<StartResult> StartAsync(Plan plan, StartRequest request, CancellationToken cancellationToken)
    {
        var id = request.Id ?? RunId.New(_clock);
        var e = new RunStarted(plan, request.Actor, _identity.Name, request.Ticket, request.Parent);
        var entry = EventJson.Write(id, 1, HashChain.Origin, _clock.GetUtcNow(), e);
        var state = RunFold.Apply(null, entry, e);
        // A child's locks are part of its root's: the plan of the root names them.
        var locks = request.Parent is null ? PlanLocks.Of(plan) : [];
        return await _store.StartAsync(state.Summary, [entry], locks, cancellationToken) is { } held
            ? new StartResult.Locked(held)
            : new StartResult.Started(id);
    }

    /// <summary>Carries a run on from where its journal stands, until it has ended or only people can bring it on.</summary>
    /// <exception cref="RunBusyException">Another living engine drives it.</exception>
    /// <exception cref="KeyNotFoundException">There is no such run.</exception>
    /// <exception cref="RunTakenOverException">Another engine adopted the run meanwhile.</exception>
    /// <exception cref="StoreUnavailableException">The journal cannot be written; nothing was sent that is not journalled.</exception>
    public async Task<RunState> DriveAsync(RunId run, string actor, IRunObserver observer, CancellationToken cancellationToken)
    {
        await using var lease = await RunLease.TakeAsync(_store, run, _identity, _options.LeaseTime, _clock, cancellationToken);
        var state = await _store.LoadAsync(run, cancellationToken) ?? throw new KeyNotFoundException($"There is no run {run} in {_store.Name}.");
        if (state.IsEnded)
            return state;
        state = await AdoptAsync(state, actor, observer, cancellationToken);
        var writer = new RunWriter(_store, state, _identity.Name, _clock, observer);
        _live[run] = writer;
        try
        {
            using var tail = _tail.Watch();
            var loop = new RunLoop(writer, _activities, _expressions, observer, _clock, _options.WaitForPeople);
            return await loop.DriveAsync(cancellationToken);
        }
        finally
        {
            _live.TryRemove(run, out _);
        }
    }

    public ValueTask DisposeAsync() => _tail.DisposeAsync();

    /// <summary>From here on the engine before this one can append nothing more. What changed on the arrays meanwhile is held up for a person.</summary>
    private async Task<RunState> AdoptAsync(RunState state, string actor, IRunObserver observer, CancellationToken cancellationToken)
    {
        if (state.Engine == _identity.Name)
            return state;
        var events = new List<RunEvent> { new RunAdopted(_identity.Name, actor) };
        if (_drift is not null && await Drift.FindAsync(_drift, state, cancellationToken) is { } drift)
            events.AddRange([drift, new RunHeld(Drift.Describe(drift))]);
        var (entries, adopted) = (new List<JournalEntry>(), state);
        foreach (var e in events)
        {
            var entry = EventJson.Write(state.Id, adopted.Sequence + 1, adopted.Hash, _clock.GetUtcNow(), e);
            adopted = RunFold.Apply(adopted, entry, e);
            entries.Add(entry);
        }

        try
        {
            await _store.AppendAsync(adopted.Summary, entries, cancellationToken);
        }
        catch (SequenceConflictException)
        {
            var newer = await _store.LoadAsync(state.Id, cancellationToken);
            return await AdoptAsync(newer!, actor, observer, cancellationToken);
        }

        for (var i = 0; i < events.Count; i++)
            observer.Happened(entries[i], events[i], adopted);
        return adopted;
    }
}
