using RunbookEngine.Activities;
using RunbookEngine.Journal;

namespace RunbookEngine.Runs;

/// <summary>The one place where a live run's state changes: appends events in order and folds them, and takes in what
/// other processes appended (approvals, cancellations).</summary>
internal sealed class RunWriter(IRunJournal journal, RunState state, string engine, TimeProvider clock, IRunObserver observer)
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RunState State { get; private set; } = state;

    /// <summary>Completes when the state has moved on since it was asked for.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    /// <summary>Appends what <paramref name="build"/> makes of the state as it is when its turn has come. When another process was
    /// first, its events are taken in and <paramref name="build"/> is asked again.</summary>
    /// <exception cref="RunTakenOverException">Another engine has the run.</exception>
    public async Task<RunState> AppendAsync(Func<RunState, IEnumerable<RunEvent>> build, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            while (true)
            {
                if (State.Engine != engine)
                    throw new RunTakenOverException(State.Engine);
                var batch = new Batch(State, clock);
                foreach (var e in build(State))
                    batch.Add(e);
                if (batch.Entries.Count == 0)
                    return State;
                if (await TryAppendAsync(batch, cancellationToken))
                    return State;
                var before = State.Sequence;
                await TakeInAsync(cancellationToken);
                if (State.Sequence == before)
                    throw Rewound(journal, State);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Takes in what other processes appended.</summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await TakeInAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<bool> TryAppendAsync(Batch batch, CancellationToken cancellationToken)
    {
        try
        {
            await journal.AppendAsync(batch.State.Summary, batch.Entries, cancellationToken);
        }
        catch (SequenceConflictException)
        {
            return false;
        }

        Move(batch.State, batch.Entries.Zip(batch.Events));
        return true;
    }

    private async Task TakeInAsync(CancellationToken cancellationToken)
    {
        var entries = await journal.ReadAsync(State.Id, State.Sequence, cancellationToken);
        if (entries.Count == 0)
            return;
        if (HashChain.FindBreak(entries, State.Hash, State.Sequence + 1) is { } broken)
            throw new JournalCorruptException($"run {State.Id}: {broken}");
        Move(RunFold.Onto(State, entries)!, entries.Select(e => (e, EventJson.Read(e))));
    }

    /// <summary>The store refuses what follows and has nothing newer: it is not the one that holds what was written.</summary>
    public static StoreUnavailableException Rewound(IRunJournal journal, RunState state) => new(
        $"The store {(journal as IRunStore)?.Name} no longer holds what was written to run {state.Id} up to event {state.Sequence}: it was replaced, or restored from a backup, "
        + "while the run was driven. Nothing more is sent. Stop the program, see which store is the right one (runbook verify all), and compare the pairs before you resume.");

    private void Move(RunState next, IEnumerable<(JournalEntry Entry, RunEvent Event)> happened)
    {
        State = next;
        foreach (var (entry, e) in happened)
            observer.Happened(entry, e, next);
        Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    /// <summary>Events on their way to the journal, with the state as it will be.</summary>
    private sealed class Batch(RunState from, TimeProvider clock)
    {
        public RunState State { get; private set; } = from;

        public List<JournalEntry> Entries { get; } = [];

        public List<RunEvent> Events { get; } = [];

        public void Add(RunEvent e)
        {
            var entry = EventJson.Write(State.Id, State.Sequence + 1, State.Hash, clock.GetUtcNow(), e);
            State = RunFold.Apply(State, entry, e);
            Entries.Add(entry);
            Events.Add(e);
        }
    }
}
