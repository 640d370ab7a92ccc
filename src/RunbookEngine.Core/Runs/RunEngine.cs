using System.Collections.Concurrent;
using RunbookEngine.Activities;
using RunbookEngine.Approvals;
using RunbookEngine.Expressions;
using RunbookEngine.Journal;
using RunbookEngine.Locks;
using RunbookEngine.Plans;
using RunbookEngine.Reviews;

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
    private readonly LeaseKeeper _leases;
    private readonly ConcurrentDictionary<RunId, int> _stood = [];
    private readonly ConcurrentDictionary<RunId, (RunWriter Writer, CancellationToken HandOver)> _live = [];

    public RunEngine(
        IRunStore store, IActivityCatalog activities, IExpressions expressions, TimeProvider clock,
        EngineIdentity identity, EngineOptions? options = null, IDriftReader? drift = null)
    {
        (_store, _expressions, _clock, _identity, _drift) = (store, expressions, clock, identity, drift);
        _options = options ?? new EngineOptions();
        _activities = new CatalogWithCalls(activities, new CallActivity(this, store));
        _tail = new JournalTail(store, clock, _options.NewsInterval, run => _live.GetValueOrDefault(run).Writer);
        _leases = new LeaseKeeper(store, identity, _options.LeaseTime, clock);
        if (clock is SteadyClock steady)
            steady.Jumped += _ => Task.Run(_leases.RenewNowAsync);
    }

    /// <summary>Stores a new run with its locks. Nothing of it has been carried out yet: <see cref="DriveAsync(RunId, string, IRunObserver, CancellationToken, CancellationToken)"/> does that.</summary>
    /// <exception cref="OperatorRefusedException">The plan cannot be started by anybody.</exception>
    public async Task<StartResult> StartAsync(Plan plan, StartRequest request, CancellationToken cancellationToken)
    {
        if ((RunModes.Problem(plan.Mode) ?? PlanLanguage.Problem(plan)) is { } wrong)
            throw new OperatorRefusedException($"The run cannot be started: {wrong}.");
        RefuseRedacted(plan);
        TypedNames.Refuse(plan, request.KnownBy);
        var id = request.Id ?? RunId.New(_clock);
        var e = new RunStarted(
            plan, request.Actor, _identity.Name, request.Ticket, request.Parent, request.Requesters, new DutyRules(_options.NeverOwn || request.NeverOwn), request.KnownBy)
        {
            Forced = request.Forced,
            Expected = request.Expected,
            Forecast = request.Forecast,
        };
        var entry = EventJson.Write(id, 1, HashChain.Origin, _clock.GetUtcNow(), e);
        var state = RunFold.Apply(null, entry, e);
        var entries = new List<JournalEntry> { entry };
        if (plan.IsDisaster && request.Parent is null)
        {
            var declared = (request.Declaration ?? new DisasterDeclared(request.Actor, null, [], [])) with { KnownBy = request.KnownBy };
            entries.Add(EventJson.Write(id, 2, state.Hash, _clock.GetUtcNow(), declared));
            state = RunFold.Apply(state, entries[1], declared);
        }

        // A child's locks are part of its root's: the plan of the root names them.
        var locks = request.Parent is null ? PlanLocks.Of(plan) : [];
        return await _store.StartAsync(state.Summary, entries, locks, cancellationToken) is { } held
            ? new StartResult.Locked(held)
            : new StartResult.Started(id);
    }

    /// <summary>Carries a run on from where its journal stands, until it has ended or only people can bring it on.</summary>
    /// <param name="handOver">When cancelled, nothing new is begun, and what only this process can see the end of (a program, a web call) is
    /// seen to its end; then the run is let go for another engine.</param>
    /// <exception cref="RunBusyException">Another living engine drives it.</exception>
    /// <exception cref="KeyNotFoundException">There is no such run.</exception>
    /// <exception cref="RunTakenOverException">Another engine adopted the run meanwhile.</exception>
    /// <exception cref="JournalCorruptException">The run's journal was tampered with or damaged; nothing was sent.</exception>
    /// <exception cref="StoreUnavailableException">The journal cannot be written; nothing was sent that is not journalled.</exception>
    /// <exception cref="OperationCanceledException">It was let go.</exception>
    public Task<RunState> DriveAsync(
        RunId run, string actor, IRunObserver observer, CancellationToken cancellationToken, CancellationToken handOver = default) =>
        DriveAsync(run, actor, new GuardedObserver(_options.Watch?.Invoke(observer) ?? observer), _options.WaitForPeople, handOver, cancellationToken);

    /// <summary>The child of a run that this engine drives.</summary>
    internal Task<RunState> DriveChildAsync(RunId child, RunId parent, string actor, CancellationToken cancellationToken) =>
        DriveAsync(
            child, actor, SilentObserver.Instance, _options.WaitForPeople || _options.CalledRunsWait,
            _live.TryGetValue(parent, out var caller) ? caller.HandOver : default, cancellationToken);

    /// <summary>Whether this engine has something of the run, or of one that it called, under way whose end nobody else could see.</summary>
    public bool EndsOnlyHere(RunId run) => _live.Values.Select(l => l.Writer.State).Any(s => (s.Id == run || s.Parent?.Run == run) && s.EndsOnlyHere());

    public ValueTask DisposeAsync() => _tail.DisposeAsync();

    private async Task<RunState> DriveAsync(
        RunId run, string actor, IRunObserver observer, bool waitForPeople, CancellationToken handOver, CancellationToken cancellationToken)
    {
        for (var again = false; ; again = true)
        {
            handOver.ThrowIfCancellationRequested();
            await using var lease = await _leases.TakeAsync(run, cancellationToken);
            var state = await _store.LoadTrustedAsync(run, cancellationToken) ?? throw new KeyNotFoundException($"There is no run {run} in {_store.Name}.");
            if (state.IsEnded)
                return state;
            RefuseRedacted(state.Plan);
            if (again && state.Engine != _identity.Name)
                throw new RunTakenOverException(state.Engine);
            using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lease.Over);
            try
            {
                state = await AdoptAsync(state, actor, observer, leaving.Token);
                return await DriveAsync(state, observer, waitForPeople, lease, handOver, leaving.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or RunTakenOverException { Engine: null } or StoreUnavailableException
                && !lease.IsValid && !cancellationToken.IsCancellationRequested && !handOver.IsCancellationRequested)
            {
                // The process stood still, or the store was away. If nobody has taken the run since, it goes on from its journal.
                EngineMeter.LeaseLost();
            }
        }
    }

    private async Task<RunState> DriveAsync(
        RunState state, IRunObserver observer, bool waitForPeople, RunLease lease, CancellationToken handOver, CancellationToken leaving)
    {
        var writer = new RunWriter(_store, state, _identity.Name, _clock, observer);
        _live[state.Id] = (writer, handOver);
        var steady = _clock as SteadyClock;
        Action<TimeSpan> told = by => _ = TellJumpAsync(writer, by, leaving);
        try
        {
            if (steady is not null)
                steady.Jumped += told;
            using var tail = _tail.Watch();
            var gates = new Gates(_activities, await CallersAsync(state, leaving));
            var loop = new RunLoop(writer, _activities, gates, _expressions, observer, _clock, waitForPeople, lease, CompareAsync, handOver);
            var after = await loop.DriveAsync(leaving);
            if (!after.IsEnded)
                _stood[after.Id] = after.Sequence;
            return after;
        }
        finally
        {
            if (steady is not null)
                steady.Jumped -= told;
            _live.TryRemove(state.Id, out _);
        }
    }

    private static async Task TellJumpAsync(RunWriter writer, TimeSpan by, CancellationToken cancellationToken)
    {
        try
        {
            await writer.AppendAsync(s => s.IsEnded ? [] : [new ClockJumped(Math.Round(by.TotalSeconds))], cancellationToken);
        }
        catch (Exception e) when (e is OperationCanceledException or RunTakenOverException or StoreUnavailableException or ObjectDisposedException)
        {
            // The run has other troubles, and tells of them itself.
        }
    }

    private static void RefuseRedacted(Plan plan)
    {
        if (plan.Environment.RedactedFrom is not null)
            throw new OperatorRefusedException("This plan was read from a server that kept parts of its environment back: it is shown, and not carried out.");
    }

    /// <summary>The run that called this one, and the one that called that.</summary>
    private async Task<IReadOnlyList<RunState>> CallersAsync(RunState state, CancellationToken cancellationToken)
    {
        var callers = new List<RunState>();
        for (var at = state; at.Parent is { } parent && await _store.LoadTrustedAsync(parent.Run, cancellationToken) is { } caller; at = caller)
            callers.Add(caller);
        return callers;
    }

    /// <summary>Whether the rollback of an ended run may send: its pairs are as it left them, and nobody has worked on them since.</summary>
    private async Task<RunEvent> CompareAsync(RunState run, CancellationToken cancellationToken)
    {
        var found = await RunComparison.OfAsync(_store, _drift, run, cancellationToken);
        var against = found.LaterRuns.Select(r => $"later {r}").Concat(found.Differences.Select(d => d.ToString())).ToList();
        return found.Now is null ? new RollbackRefused("the pairs cannot be read now, so nobody knows whether they are as the run left them")
            : against.Count > 0 ? new RollbackRefused(string.Join("; ", against))
            : new RollbackCompared(found.Now);
    }

    /// <summary>From here on the engine before this one can append nothing more. What changed on the arrays meanwhile is held up for a person; so it is
    /// for a run that stood here and goes on.</summary>
    private async Task<RunState> AdoptAsync(RunState state, string actor, IRunObserver observer, CancellationToken cancellationToken)
    {
        var same = state.Engine == _identity.Name;
        if (same && !_stood.TryRemove(state.Id, out _))
            return state;
        TypedNames.Refuse(state.Plan, _options.KnownBy);
        // A run that has only been stored changes hands when it is placed; nobody left it.
        if (state.Sequence > (state.Declared is null ? 1 : 2) && !same)
            EngineMeter.Adopted();
        List<RunEvent> events = same ? [] : [new RunAdopted(_identity.Name, actor, _options.KnownBy)];
        var (change, moved) = await EnvironmentTodayAsync(state, actor, cancellationToken);
        if (change is not null)
            events.Add(change);
        if (change is not RunHeld && await Drift.FindAsync(_drift, _store, moved, cancellationToken) is { } drift)
            events.AddRange([drift, .. ApprovalVoids.Of(state), new RunHeld(Drift.Describe(drift))]);
        if (events.Count == 0)
            return state;
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
            var newer = await _store.LoadTrustedAsync(state.Id, cancellationToken);
            if (same && newer is not null)
                _stood[state.Id] = newer.Sequence;
            return newer is null || newer.Sequence <= state.Sequence
                ? throw RunWriter.Rewound(_store, state)
                : await AdoptAsync(newer, actor, observer, cancellationToken);
        }

        for (var i = 0; i < events.Count; i++)
            observer.Happened(entries[i], events[i], adopted);
        return adopted;
    }

    /// <summary>The run as its arrays are reached now. An alias that stands for another array now holds it: a run never moves to another array.</summary>
    private async Task<(RunEvent? Event, RunState Moved)> EnvironmentTodayAsync(RunState state, string actor, CancellationToken cancellationToken)
    {
        if (_options.EnvironmentToday is not { } ask || state.Sequence == 1 || await ask(state.Plan.Environment, cancellationToken) is not { } today)
            return (null, state);
        try
        {
            var (environment, changes) = TodaysEnvironment.Of(state.Plan.Environment, today, state.Plan.Environment.Without ?? []);
            return changes.Count == 0 ? (null, state)
                : (new EnvironmentChanged(environment, changes, actor, $"environment {today.Name} of the server"), state with { Plan = state.Plan.On(environment) });
        }
        catch (ArgumentException e)
        {
            return (state.Held is null ? new RunHeld(e.Message) : null, state);
        }
    }
}
