using RunbookEngine.Activities;
using RunbookEngine.Expressions;
using RunbookEngine.Journal;

namespace RunbookEngine.Runs;

/// <summary>Drives one run: decide, do, append, decide again. A run that starts and one that comes back after a crash take the same path.</summary>
internal sealed class RunLoop(
    RunWriter writer, IActivityCatalog activities, Gates gates, IExpressions expressions, IRunObserver observer, TimeProvider clock, bool waitForPeople,
    SendPermit permit, Func<RunState, CancellationToken, Task<RunEvent>> compare, CancellationToken handOver)
{
    private readonly StepStarts _starts = new(expressions);
    private readonly Dictionary<StepKey, StepTask> _inFlight = [];

    /// <summary>Returns when the run has ended, or stands until people act (unless they are to be waited for).</summary>
    /// <exception cref="OperationCanceledException">This process is leaving, or hands the run over; it can be resumed.</exception>
    public async Task<RunState> DriveAsync(CancellationToken cancellationToken)
    {
        var finished = new List<StepTask>();
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            while (true)
            {
                if (handOver.IsCancellationRequested)
                    await HandOverAsync(finished, cancellationToken);
                IReadOnlyList<Decision> decisions = [];
                var state = await writer.AppendAsync(s => Follow(s, finished, out decisions), cancellationToken);
                finished.Clear();
                var changed = writer.Changed;
                if (!ReferenceEquals(state, writer.State))
                    continue;

                if (decisions.Any(d => d is Decision.Finish))
                    return writer.State;
                if (decisions.Any(d => d is Decision.Compare))
                {
                    await CompareAsync(leaving.Token);
                    continue;
                }

                Start(decisions, leaving.Token);
                if (_inFlight.Count == 0 && !waitForPeople && decisions.Any(d => d is Decision.AwaitPeople))
                    return writer.State;
                await WaitAsync(decisions, changed, leaving.Token);
                finished.AddRange(TakeFinished());
            }
        }
        finally
        {
            leaving.Cancel();
            await Task.WhenAll(_inFlight.Values.Select(t => t.EndedAsync()));
        }
    }

    /// <summary>Nothing else is under way: the gates have agreed and no undo has begun.</summary>
    private async Task CompareAsync(CancellationToken cancellationToken)
    {
        var found = await compare(writer.State, cancellationToken);
        await writer.AppendAsync(s => s is { Phase: RunPhase.Rollback, IsCompared: false, Cancel: null } ? [found] : [], cancellationToken);
    }

    /// <summary>Nothing new begins, and what only this process can see the end of (a program, a web call, a called run) is seen to its end.
    /// All else is dropped as it stands: another process finds it in the journal and on the arrays.</summary>
    private async Task HandOverAsync(List<StepTask> finished, CancellationToken cancellationToken)
    {
        var last = new HashSet<StepTask>();
        while (true)
        {
            // An intent that was on its way when the hand-over began is in the journal once this append has had its turn; later ones are refused.
            var state = await writer.AppendAsync(s => [.. finished.Where(t => t.Task.IsCompletedSuccessfully).SelectMany(t => t.Outcome(s).Select(e => EventMask.Of(e, t.At.Step.Verb)))], cancellationToken);
            last.ExceptWith(finished);
            last.UnionWith(_inFlight.Values.Where(t => EndsOnlyHere(state, t)));
            if (last.Count == 0)
                throw new OperationCanceledException(handOver);
            await Task.WhenAny(last.Select(t => t.Task)).WaitAsync(cancellationToken);
            finished.Clear();
            finished.AddRange(TakeFinished());
        }
    }

    /// <summary>Also a step whose program has just ended: what it makes of that is a moment away.</summary>
    private static bool EndsOnlyHere(RunState state, StepTask task) =>
        task.At.Step.Verb == "call"
        || (state.StepOrPending(task.At.Key) is var step && step.Operations.Any(o => o.Intent.Array.Length == 0 && (o.Result is null || o.Sequence > step.AttemptSequence)));

    /// <summary>How the finished steps ended, and every event that follows from that without anything being done: one append for all.</summary>
    private List<RunEvent> Follow(RunState state, IReadOnlyList<StepTask> finished, out IReadOnlyList<Decision> decisions)
    {
        var events = finished.SelectMany(task => task.Outcome(state).Select(e => EventMask.Of(e, task.At.Step.Verb))).Select(e => Completeness.Checked(state, e)).ToList();
        var ahead = new Preview(state, clock.GetUtcNow());
        foreach (var fact in events)
            ahead.Apply(fact);
        while (true)
        {
            decisions = Decider.Decide(ahead.State, clock.GetUtcNow());
            var next = decisions.SelectMany(d => d switch
            {
                Decision.Record record => [record.Event],
                Decision.Enter enter => Enter(ahead.State, enter.At),
                Decision.Undo { At: var at } when ahead.State.StepOrPending(at.Key).Undo != UndoStatus.Undoing => [new UndoStarted(at.Key)],
                _ => (IEnumerable<RunEvent>)[],
            }).ToList();
            if (next.Count == 0)
                return events;
            foreach (var e in next)
                ahead.Apply(e);
            events.AddRange(next);
        }
    }

    /// <summary>Nothing yet for a pivot whose gates are to be looked at first: <see cref="Start"/> does that.</summary>
    private IEnumerable<RunEvent> Enter(RunState state, StepAt at)
    {
        var events = _starts.Enter(state, at).ToList();
        return events is [StepStarted { Pivot: true }] && gates.Missing(state, at.Key, clock.GetUtcNow()) ? [] : events;
    }

    private void Start(IReadOnlyList<Decision> decisions, CancellationToken cancellationToken)
    {
        foreach (var decision in decisions)
        {
            switch (decision)
            {
                case Decision.Perform { At: var at } when !_inFlight.ContainsKey(at.Key):
                    _inFlight[at.Key] = Begin(at, StepWork.Forward, cancellationToken);
                    break;
                case Decision.Undo { At: var at } when !_inFlight.ContainsKey(at.Key):
                    _inFlight[at.Key] = Begin(at, StepWork.Undo, cancellationToken);
                    break;
                case Decision.Enter { At: var at } when !_inFlight.ContainsKey(at.Key):
                    _inFlight[at.Key] = Begin(at, StepWork.Gates, cancellationToken);
                    break;
                case Decision.Abandon { Key: var key } when _inFlight.TryGetValue(key, out var unwanted):
                    unwanted.Abandon();
                    break;
            }
        }

        foreach (var task in _inFlight.Values.Where(t => writer.State.Cancel is not null || !t.IsWanted(writer.State)))
            task.Abandon();
    }

    private StepTask Begin(StepAt at, StepWork work, CancellationToken cancellationToken)
    {
        var task = new StepTask(at, work);
        var context = new LiveStepContext(at, work == StepWork.Undo, writer, expressions, observer, clock, task.Abandoned, handOver);
        task.Run(activities, gates, context, permit, cancellationToken);
        return task;
    }

    private async Task WaitAsync(IReadOnlyList<Decision> decisions, Task changed, CancellationToken cancellationToken)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, handOver);
        var awaited = new List<Task> { HearAsync(changed) };
        awaited.AddRange(_inFlight.Values.Select(t => t.Task));
        if (decisions.OfType<Decision.WaitUntil>().Select(w => w.Until).DefaultIfEmpty(DateTimeOffset.MaxValue).Min() is var next
            && next != DateTimeOffset.MaxValue)
            awaited.Add(HearAsync(Task.Delay(TimeSpan.FromTicks(Math.Max(0, (next - clock.GetUtcNow()).Ticks)), clock, timer.Token)));
        awaited.Add(HearAsync(Task.Delay(Timeout.InfiniteTimeSpan, timer.Token)));
        await Task.WhenAny(awaited);
        timer.Cancel();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Goes on where the loop runs; <see cref="Task.WhenAny(Task[])"/> over a signal, or over a delay that is cancelled, would go on in the thread pool.</summary>
    private static async Task HearAsync(Task signal) => await signal;

    private List<StepTask> TakeFinished()
    {
        var finished = _inFlight.Values.Where(t => t.Task.IsCompleted).ToList();
        foreach (var task in finished)
            _inFlight.Remove(task.At.Key);
        return finished;
    }
}
