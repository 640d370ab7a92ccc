using RunbookEngine.Approvals;
using RunbookEngine.Documents;
using RunbookEngine.Journal;
using RunbookEngine.Locks;
using RunbookEngine.Plans;
using RunbookEngine.Reviews;

namespace RunbookEngine.Runs;

/// <summary>What people say to a run. Each is an event in its journal, whether an engine drives the run at that moment or not.</summary>
/// <param name="documents">Where delegations are kept; null: in the store when it keeps documents, else there are none.</param>
public sealed class RunOperator(IRunStore store, TimeProvider clock, IDocumentStore? documents = null)
{
    private readonly IDocumentStore? _documents = documents ?? store as IDocumentStore;

    /// <summary>Nobody approves a run of their own, whatever its runbook says (<c>requesterMayApprove</c>); default false. A server has it so.</summary>
    public bool NeverOwn { get; init; }

    /// <summary>How the person who speaks was known; on record with all they say. Null: the engine speaks.</summary>
    public Identification? KnownBy { get; init; }

    /// <summary>Which delegations still hold, as <see cref="Delegations"/> takes it; null: all that are not over.</summary>
    public Func<IReadOnlyList<Delegation>, CancellationToken, Task<IReadOnlyList<Delegation>>>? Still { get; init; }

    /// <summary>The same, for somebody who was known in this way.</summary>
    public RunOperator For(Identification? knownBy) => new(store, clock, documents) { NeverOwn = NeverOwn, KnownBy = knownBy, Reviewer = Reviewer, Still = Still };

    /// <summary>Looks at the pairs before an ended run is taken back; null: there are no arrays to look at, and only the journal is.</summary>
    public IRollbackReviewer? Reviewer { get; init; }

    /// <exception cref="OperatorRefusedException">The step awaits no approval, or not from this person.</exception>
    public Task<RunState> ApproveAsync(RunId run, StepKey step, string actor, bool granted, string? reason, CancellationToken cancellationToken) =>
        ApproveAsync(run, step, new ApprovalDecision(actor, granted, reason), cancellationToken);

    /// <exception cref="OperatorRefusedException">The step awaits no approval, or not from this person, or the plan is another one.</exception>
    public async Task<RunState> ApproveAsync(RunId run, StepKey step, ApprovalDecision decision, CancellationToken cancellationToken)
    {
        IReadOnlyList<Delegation> delegations = _documents is null ? [] : await new Delegations(_documents, clock, Still).ListAsync(cancellationToken);
        return await AppendAsync(
            run, state => [ApprovalRules.Decide(state, Awaiting(state, step, "approve"), decision, delegations, clock.GetUtcNow(), NeverOwn)], cancellationToken);
    }

    /// <exception cref="OperatorRefusedException">The step awaits no answer, has one already, or this is none of its choices.</exception>
    public Task<RunState> AnswerAsync(RunId run, StepKey step, string actor, string text, CancellationToken cancellationToken) =>
        AppendAsync(run, state =>
        {
            AnswerRules.Check(state, Awaiting(state, step, "manual"), text);
            return [new AnswerGiven(step, actor, text)];
        }, cancellationToken);

    /// <summary>No state-changing request is announced after this. The engine that drives the run, or the next one, ends it.</summary>
    public Task<RunState> CancelAsync(RunId run, string actor, bool rollback, string? reason, CancellationToken cancellationToken) =>
        AppendAsync(run, state => state switch
        {
            { IsEnded: true } => throw new OperatorRefusedException($"Run {run} has ended: {Words.Of(state.Outcome)}."),
            { Phase: RunPhase.Closing } => throw new OperatorRefusedException(
                $"Run {run} is ending ({Words.Of(state.Decided ?? RunOutcome.Failed)}): only its cleanup and finally steps are left."),
            { Cancel: not null } => [],
            { Held: not null } or { Phase: RunPhase.AtCheckpoint } when rollback => [RollbackTo(state, actor, null, reason ?? $"cancelled by {actor}")],
            _ => [new CancelRequested(actor, rollback, reason)],
        }, cancellationToken);

    /// <summary>Puts on record that people were told of an open step, or could not be. The same again is not repeated; an ended run stays as it is.</summary>
    public Task<RunState> RecordAsync(RunId run, PeopleTold told, CancellationToken cancellationToken) =>
        AppendAsync(run, state => state.IsEnded || state.Step(told.Step)?.Told.GetValueOrDefault(told.Message) == told ? [] : [told], cancellationToken);

    /// <summary>Writes down what a person has to say about a run, or about one of its findings; also after its end.</summary>
    /// <exception cref="OperatorRefusedException">It says nothing, or is longer than a note may be.</exception>
    public Task<RunState> NoteAsync(RunId run, NoteAdded note, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(note.Text) || note.Text.Length > NoteAdded.MaxText || note.Text.Contains('\0'))
            throw new OperatorRefusedException($"A note has a text of at most {NoteAdded.MaxText} characters.");
        if (note.Kind is not (NoteAdded.Comment or NoteAdded.Remediation or NoteAdded.Done))
            throw new OperatorRefusedException("A note is a comment, a remediation, or done.");
        if (note.Kind == NoteAdded.Remediation && (string.IsNullOrWhiteSpace(note.Owner) || note.Due is null))
            throw new OperatorRefusedException("A remediation names who is to do it, and by when.");
        if (((string?[])[note.Finding, note.Owner]).Any(t => t is { Length: > 400 } || t?.Any(char.IsControl) == true))
            throw new OperatorRefusedException("The finding or the owner holds a control character, or is longer than 400.");
        return AppendAsync(run, _ => [note], cancellationToken);
    }

    /// <summary>Puts a run under legal hold, or lets it go. While it is held no retention removes it.</summary>
    /// <exception cref="OperatorRefusedException">Nobody says why.</exception>
    public Task<RunState> LegalHoldAsync(RunId run, bool held, string actor, string? reason, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(reason))
            throw new OperatorRefusedException("A legal hold is set and let go with a reason: it goes on record.");
        return AppendAsync(run, state => state.LegalHold is not null == held ? [] : [new LegalHoldChanged(actor, held, reason.Trim())], cancellationToken);
    }

    /// <summary>Puts on record that the head of the chain was written elsewhere, or could not be.</summary>
    public Task<RunState> AnchorAsync(RunId run, ChainAnchored anchored, CancellationToken cancellationToken) =>
        AppendAsync(run, state => state.Anchors.Any(a => a.Anchor == anchored) ? [] : [anchored], cancellationToken);

    /// <summary>Lets a run stand still until a person resumes it; one that has ended or is held stays as it is.</summary>
    public Task<RunState> HoldAsync(RunId run, string reason, CancellationToken cancellationToken) =>
        AppendAsync(run, state => state is { IsEnded: false, Held: null } ? [new RunHeld(reason)] : [], cancellationToken);

    /// <summary>Lets a held run go on, with what a person decided about a step.</summary>
    public async Task<RunState> ResumeAsync(
        RunId run, string actor, IReadOnlyList<(StepKey Step, StepOverride Override)> overrides, string? reason, CancellationToken cancellationToken)
    {
        var called = await CalledAsync(run, overrides, cancellationToken);
        return await AppendAsync(run, state =>
        {
            if (state.IsEnded && overrides.Count > 0)
                throw new OperatorRefusedException($"Run {run} has ended: {Words.Of(state.Outcome)}. Its steps stand as they are.");
            foreach (var (step, what) in overrides)
                MustBeOverridable(state, step, what, reason);
            var stands = state.Held is not null || state.Phase == RunPhase.AtCheckpoint || state.Outcome == RunOutcome.NeedsOperator;
            return overrides.Select(o => (RunEvent)new StepOverridden(o.Step, o.Override, actor, reason))
                .Concat(DecisionSteps.UsedUp(state).Select(s => new ApprovalsVoided(s, "the run was taken back past what it was given for")))
                .Concat(!state.IsEnded && stands ? [new RunResumed(actor, reason)] : []);
        }, cancellationToken, called.GetValueOrDefault);
    }

    /// <summary>Two people set aside a decision that cannot be had; see <see cref="BreakGlass"/>.</summary>
    /// <param name="byRole">The front knows by a role that the person may.</param>
    /// <exception cref="OperatorRefusedException">It may not be; the message says why.</exception>
    /// <param name="still">Whether a person of this run may break the glass now; null: nobody here knows.</param>
    public Task<RunState> BreakGlassAsync(
        RunId run, StepKey step, string actor, string? reason, bool byRole, CancellationToken cancellationToken, Func<RunState, string, bool>? still = null) =>
        AppendAsync(run, state => [BreakGlass.Decide(state, step, actor, reason, byRole, clock.GetUtcNow(), still is null ? null : person => still(state, person))], cancellationToken);

    /// <summary>The runs that were called by steps which are to be left out, with those inside them.</summary>
    private async Task<IReadOnlyDictionary<StepKey, RunState>> CalledAsync(
        RunId run, IReadOnlyList<(StepKey Step, StepOverride Override)> overrides, CancellationToken cancellationToken)
    {
        var found = new Dictionary<StepKey, RunState>();
        if (overrides.All(o => o.Override == StepOverride.Retry) || await store.LoadAsync(run, cancellationToken) is not { } state)
            return found;
        var calls = state.Plan.AllSteps().Where(s => s.Child is not null).Select(s => s.Id).ToHashSet();
        foreach (var key in state.Steps.Keys.Where(k => calls.Contains(k.Id)))
        {
            if (await store.LoadAsync(CallActivity.ChildId(run, key), cancellationToken) is { } child)
                found[key] = child;
        }

        return found;
    }

    /// <summary>Takes the way to the run's arrays from the environment as it is now: addresses, credentials, TLS settings, limits, and which arrays are
    /// declared gone. On record; nothing is appended when nothing differs. Runs that it called, and that have not ended, come along.</summary>
    /// <param name="today">The environment now; null leaves the addresses as they are.</param>
    /// <param name="without">Arrays that are declared gone from now on; null leaves that as it is.</param>
    /// <param name="from">What says so, for the record.</param>
    /// <returns>What differs, one line each.</returns>
    /// <exception cref="OperatorRefusedException">An alias of the environment stands for another storage device than in this run.</exception>
    public async Task<IReadOnlyList<string>> ChangeEnvironmentAsync(
        RunId run, PlanEnvironment? today, IReadOnlyCollection<string>? without, string actor, string? from, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> changes = [];
        await AppendAsync(run, state =>
        {
            PlanEnvironment environment;
            try
            {
                (environment, changes) = TodaysEnvironment.Of(state.Plan.Environment, today, without ?? state.Plan.Environment.Without ?? []);
            }
            catch (ArgumentException e)
            {
                throw new OperatorRefusedException($"Run {run} stays where it is: {e.Message}.");
            }

            return changes.Count == 0 ? [] : [new EnvironmentChanged(environment, changes, actor, from)];
        }, cancellationToken);
        if (changes.Count > 0)
        {
            foreach (var child in (await store.ListAsync(new RunFilter(Limit: 1000) { Open = true }, cancellationToken)).Where(r => r.Parent == run))
                await ChangeEnvironmentAsync(child.Id, today, without, actor, from, cancellationToken);
        }

        return changes;
    }

    /// <summary>What taking the run back would do now. Changes nothing.</summary>
    /// <exception cref="OperatorRefusedException">It cannot be taken back there at all.</exception>
    public async Task<RollbackReview> ReviewAsync(RunId run, string? toCheckpoint, CancellationToken cancellationToken) =>
        await ReviewAsync(await store.LoadAsync(run, cancellationToken) ?? throw Unknown(run), toCheckpoint, cancellationToken);

    private async Task<RollbackReview> ReviewAsync(RunState run, string? toCheckpoint, CancellationToken cancellationToken)
    {
        var start = RollbackTo(run, "", toCheckpoint, "");
        return Reviewer is not null ? await Reviewer.ReviewAsync(run, toCheckpoint, cancellationToken) : new RollbackReview(
            run.Id, run.Sequence, start, run.IsEnded, [], (await RunComparison.OfAsync(store, null, run, cancellationToken)).LaterRuns, RunGates.Of(run),
            [.. UndoOrder.Of(run, start, clock.GetUtcNow()).Select(t => new UndoLine(t.At.Key, t.At.Step.Verb, [], [.. t.Steps.Select(s => s.Step.Verb)], [], t.LeftBecause))]);
    }

    /// <summary>A called run goes back with its caller, which was looked at as a whole.</summary>
    internal Task<RunState> RollbackChildAsync(RunId child, RunState parent, CancellationToken cancellationToken) =>
        AppendAsync(child, s => [RollbackTo(s, parent.Actor, null, "the calling run is rolled back") with { OfEnded = parent.Rollback?.OfEnded, WithCaller = true, Confirmed = parent.Rollback?.Confirmed }], cancellationToken);

    /// <summary>Takes a run back, to a named checkpoint or to its start (or its pivot). The run must not be driven meanwhile. One that has ended is
    /// only taken back when its pairs are as it left them and what that does was confirmed.</summary>
    /// <param name="confirmed">Fingerprint of the <see cref="RollbackReview"/> that was looked at; an open run needs none.</param>
    /// <exception cref="OperatorRefusedException">It cannot be taken back, or its pairs are not as it left them.</exception>
    /// <exception cref="RollbackUnconfirmedException">It has ended, and nobody confirmed what taking it back does now.</exception>
    public async Task<RunState> RollbackAsync(RunId run, string actor, string? toCheckpoint, string? reason, CancellationToken cancellationToken, string? confirmed = null)
    {
        var state = await store.LoadTrustedAsync(run, cancellationToken) ?? throw Unknown(run);
        var locks = state is { IsEnded: true, Parent: null } ? PlanLocks.Of(state.Plan) : [];
        if ((await store.ListLocksAsync(cancellationToken)).FirstOrDefault(l => locks.Contains(l.Name) && l.Run != run) is { } taken)
            throw Locked(taken);
        var review = state.IsEnded ? await ReviewAsync(state, toCheckpoint, cancellationToken) : null;
        if (review is not null)
            MustBeConfirmed(review, confirmed);
        var next = await AppendAsync(run, s => review is null || s.Sequence == review.Sequence
            ? [RollbackTo(s, actor, toCheckpoint, reason ?? $"asked by {actor}") with { OfEnded = review is null ? null : true, Gates = review?.Gates is { Count: > 0 } gates ? gates : null, Confirmed = review?.Fingerprint, Undo = review?.Undo }]
            : throw new RollbackUnconfirmedException(review, changed: true), cancellationToken);
        // An ended run has given its locks back and can only take them again once it is open; somebody may be quicker.
        if (locks.Count > 0 && await store.RetakeLocksAsync(run, locks, cancellationToken) is { } quicker)
        {
            await AppendAsync(run, s => [new RollbackRefused($"its copy groups were locked by run {quicker.Run} before the rollback began")], cancellationToken);
            throw Locked(quicker);
        }

        return next;
    }

    private static void MustBeConfirmed(RollbackReview review, string? confirmed)
    {
        if (review.Refusal is { } against)
            throw new OperatorRefusedException($"Run {review.Run} is not taken back; nothing was sent: {against}.");
        if (confirmed is null || !string.Equals(confirmed, review.Fingerprint, StringComparison.OrdinalIgnoreCase))
            throw new RollbackUnconfirmedException(review, changed: confirmed is not null);
    }

    private static OperatorRefusedException Locked(HeldLock held) =>
        new($"Copy group {held.Name.CopyGroup} is locked by run {held.Run} ({held.Runbook}, {held.Actor}).");

    /// <summary>Takes a lock away from the run that holds it. On record in that run before it is done.</summary>
    /// <exception cref="OperatorRefusedException">Nobody holds it.</exception>
    public async Task<HeldLock> BreakLockAsync(LockName name, string actor, string reason, CancellationToken cancellationToken)
    {
        var held = (await store.ListLocksAsync(cancellationToken)).FirstOrDefault(l => l.Name == name)
            ?? throw new OperatorRefusedException($"No run holds the lock {name}.");
        await AppendAsync(held.Run, _ => [new LockBroken(name, actor, reason)], cancellationToken);
        await store.BreakLockAsync(name, cancellationToken);
        return held;
    }

    /// <exception cref="OperatorRefusedException">There is no such checkpoint, or the run is on its way back already.</exception>
    public static RollbackStarted RollbackTo(RunState state, string actor, string? toCheckpoint, string reason)
    {
        if (state.Phase == RunPhase.Rollback)
            throw new OperatorRefusedException("The run is already being rolled back: resume it.");
        if (state is { IsEnded: true, Outcome: RunOutcome.RolledBack })
            throw new OperatorRefusedException("The run is rolled back already.");
        var pivot = state.PivotSequence ?? 0;
        if (toCheckpoint is null)
            return new RollbackStarted(reason, actor, pivot, null);
        var names = state.Checkpoints.Select(c => c.Checkpoint.Name).Distinct().ToList();
        var checkpoint = state.Checkpoints.LastOrDefault(c => c.Checkpoint.Name == toCheckpoint);
        if (checkpoint.Checkpoint is null)
            throw new OperatorRefusedException(names.Count == 0
                ? $"The run has reached no checkpoint; '{toCheckpoint}' is not one."
                : $"The run has no checkpoint '{toCheckpoint}'; it reached {string.Join(", ", names)}.");
        return checkpoint.Sequence < pivot
            ? throw new OperatorRefusedException($"Checkpoint '{toCheckpoint}' lies before the point of no return.")
            : new RollbackStarted(reason, actor, checkpoint.Sequence, toCheckpoint);
    }

    private static StepState Awaiting(RunState state, StepKey step, string verb)
    {
        var found = state.Step(step);
        if (state.Plan.Find(step.Id)?.Verb == verb && found is { Status: StepStatus.Waiting or StepStatus.Running })
            return found;
        var open = state.Steps.Values
            .Where(s => s is { Status: StepStatus.Waiting, Waiting.OnPeople: true } && state.Plan.Find(s.Key.Id)?.Verb == verb)
            .Select(s => s.Key.ToString()).ToList();
        var what = verb == "approve" ? "approval" : "answer";
        throw new OperatorRefusedException(open.Count == 0
            ? $"The run awaits no {what} now; it is {Words.Of(state.Outcome)}."
            : $"Step {step} awaits no {what}; these do: {string.Join(", ", open)}.");
    }

    private static void MustBeOverridable(RunState state, StepKey key, StepOverride what, string? reason)
    {
        if (state.Step(key) is not { } step)
            throw new OperatorRefusedException($"Step {key} has not started; there is nothing to override.");
        var stands = step.Status is StepStatus.Failed or StepStatus.Ambiguous or StepStatus.Waiting || step.Undo == UndoStatus.Failed;
        if (!stands)
            throw new OperatorRefusedException($"Step {key} is {Words.Of(step.Status)}; only a step that failed, is ambiguous or waits can be overridden.");
        if (what != StepOverride.Retry && string.IsNullOrWhiteSpace(reason))
            throw new OperatorRefusedException("Skipping a step or marking it done needs --reason: it goes on record.");
    }

    private async Task<RunState> AppendAsync(
        RunId run, Func<RunState, IEnumerable<RunEvent>> build, CancellationToken cancellationToken, Func<StepKey, RunState?>? called = null)
    {
        while (true)
        {
            var state = await store.LoadTrustedAsync(run, cancellationToken) ?? throw Unknown(run);
            TypedNames.Refuse(state.Plan, KnownBy);
            var entries = new List<JournalEntry>();
            foreach (var e in build(state).Select(Identified).ToList())
            {
                if (DecisionGuard.Refusal(state, e, called) is { } refusal)
                    throw new OperatorRefusedException(refusal);
                var entry = EventJson.Write(run, state.Sequence + 1, state.Hash, clock.GetUtcNow(), e);
                state = RunFold.Apply(state, entry, e);
                entries.Add(entry);
            }

            if (entries.Count == 0)
                return state;
            try
            {
                await store.AppendAsync(state.Summary, entries, cancellationToken);
                return state;
            }
            catch (SequenceConflictException)
            {
                // The run moved on meanwhile: look at it again.
            }
        }
    }

    private RunEvent Identified(RunEvent e) => e switch
    {
        ApprovalGiven approval => approval with { KnownBy = KnownBy },
        BreakGlassAsked asked => asked with { KnownBy = KnownBy },
        BreakGlassUsed used => used with { KnownBy = KnownBy },
        AnswerGiven answer => answer with { KnownBy = KnownBy },
        StepOverridden overridden => overridden with { KnownBy = KnownBy },
        CancelRequested cancel => cancel with { KnownBy = KnownBy },
        RunResumed resumed => resumed with { KnownBy = KnownBy },
        RollbackStarted rollback => rollback with { KnownBy = KnownBy },
        LockBroken broken => broken with { KnownBy = KnownBy },
        EnvironmentChanged changed => changed with { KnownBy = KnownBy },
        NoteAdded note => note with { KnownBy = KnownBy },
        LegalHoldChanged hold => hold with { KnownBy = KnownBy },
        _ => e,
    };

    private static OperatorRefusedException Unknown(RunId run) => new($"There is no run {run}.");
}
