using System.Collections.Immutable;
using System.Text.Json;
using RunbookEngine.Approvals;
using RunbookEngine.Journal;
using RunbookEngine.Plans;

namespace RunbookEngine.Runs;

/// <summary>Folds events into the state of a run. Pure, and the only way a state comes to be.</summary>
public static class RunFold
{
    /// <exception cref="JournalCorruptException">The entries tell no possible story.</exception>
    public static RunState? All(IEnumerable<JournalEntry> entries) => Onto(null, entries);

    public static RunState? Onto(RunState? state, IEnumerable<JournalEntry> entries) =>
        entries.Aggregate(state, (s, entry) => Apply(s, entry, EventJson.Read(entry)));

    public static RunState Apply(RunState? state, JournalEntry entry, RunEvent e)
    {
        if (state is { Duty: not null } && DecisionGuard.Refusal(state, e) is { } refusal)
            throw new JournalCorruptException($"run {entry.Run}, event {entry.Sequence} ({entry.Type}) cannot be: {refusal}");
        var next = (state, e) switch
        {
            (null, RunStarted started) when entry.Sequence == 1 => Begin(entry, started),
            (null, _) => throw new JournalCorruptException($"run {entry.Run} begins with event {entry.Sequence} ({entry.Type})"),
            ({ } s, StepEvent step) => OfStep(s, entry, step),
            ({ } s, _) => OfRun(s, entry, e),
        };
        return next with { Sequence = entry.Sequence, Hash = entry.Hash };
    }

    private static RunState Begin(JournalEntry entry, RunStarted e) => new()
    {
        Id = entry.Run,
        Plan = e.Plan,
        Actor = e.Actor,
        KnownBy = e.KnownBy,
        Requesters = e.Requesters ?? [],
        Duty = e.Duty,
        Forced = e.Forced,
        Expected = e.Expected ?? [],
        Forecast = e.Forecast,
        Engine = e.Engine,
        Ticket = e.Ticket,
        Parent = e.Parent,
        StartedAt = entry.At,
        Sequence = entry.Sequence,
        Hash = entry.Hash,
    };

    private static RunState OfRun(RunState s, JournalEntry entry, RunEvent e) => e switch
    {
        RunAdopted adopted => s with { Engine = adopted.Engine, Steps = RunResets.AskAgain(s.Steps) },
        CancelRequested when s.Phase is RunPhase.Closing or RunPhase.Ended => s,
        CancelRequested cancel => s with { Cancel = cancel },
        RunHeld held => s with { Held = held.Reason },
        DriftFound drift => s with { Drift = drift },
        ClockJumped => s,
        NoteAdded note => s with { Notes = s.Notes.Add((entry.At, note)) },
        LegalHoldChanged hold => s with { LegalHold = hold.Held ? hold : null },
        ChainAnchored anchored => s with { Anchors = s.Anchors.Add((entry.At, anchored)) },
        LockBroken => s with { LockBrokenAt = s.LockBrokenAt ?? entry.At },
        DisasterDeclared declared => s with { Declared = (entry.At, declared) },
        EnvironmentChanged changed => s with { Plan = PlanJson.SameApproved(s.Plan.On(changed.Environment), s.Plan) },
        RunResumed => RunResets.Resume(s),
        RollbackStarted rollback => RunResets.AcceptDrift(RunResets.AskGates(s, rollback, entry)) with
        {
            BeforeRollback = s.IsEnded ? s : null,
            IsCompared = rollback.WithCaller == true,
            RollbackRefused = null,
            Phase = RunPhase.Rollback,
            Rollback = rollback,
            Cancel = null,
            Held = null,
            Decided = null,
            EndedAt = null,
        },
        RollbackCompared compared => s with { IsCompared = true, Pairs = WithReadings(s, compared.Pairs) },
        RollbackRefused refused when s.BeforeRollback is { } ended => ended with { RollbackRefused = refused.Reason },
        RollbackEnded when s.Rollback?.ToCheckpoint is not null => s with { Phase = RunPhase.AtCheckpoint },
        RollbackEnded => s with { Phase = RunPhase.Closing, Decided = RunOutcome.RolledBack },
        RunDecided decided => s with { Phase = RunPhase.Closing, Decided = decided.Outcome, Cancel = null },
        RunEnded ended => s with { Phase = RunPhase.Ended, Decided = ended.Outcome, EndedAt = entry.At, Held = null },
        _ => throw new JournalCorruptException($"run {s.Id}: {entry.Type} cannot be event {entry.Sequence}"),
    };

    private static RunState OfStep(RunState s, JournalEntry entry, StepEvent e)
    {
        var before = s.StepOrPending(e.Step);
        var step = StepFold.Apply(before with { Status = StepMoves.Next(before.Status, e) }, before.Status, entry, e);
        var next = s with { Steps = s.Steps.SetItem(e.Step, step) };
        return e switch
        {
            StepStarted { Pivot: true } => next with { PivotSequence = s.PivotSequence ?? entry.Sequence },
            OperationIntended intended => next with { Pairs = WithReadings(s, intended.Before) },
            ApprovalsVoided => next with { Steps = next.Steps.SetItems(ApprovalVoids.Around(next, e.Step).Select(a => KeyValuePair.Create(a.Key, a))) },
            StepSucceeded succeeded when s.Ticket is null && TicketOf(s, succeeded) is { } ticket => next with { Ticket = ticket },
            PairsRead read => next with { Pairs = WithReadings(s, read.Pairs), Deliveries = WithDeliveries(s.Deliveries, read.Delivery) },
            RecoveryPointRead point => next with
            {
                RecoveryPoints = s.RecoveryPoints.SetItems(point.Bounds.Select(b => KeyValuePair.Create(b.CopyGroup, (entry.At, b)))),
            },
            CheckpointReached reached => next with
            {
                Pairs = WithReadings(s, reached.Pairs),
                Checkpoints = s.Checkpoints.Add((entry.Sequence, reached)),
            },
            _ => next,
        };
    }

    /// <summary>The ticket of a file that a gate has read: a run that was started without one is for that ticket.</summary>
    private static string? TicketOf(RunState s, StepSucceeded e) =>
        s.Plan.Find(e.Step.Id)?.Verb == "ticket.require" && e.Outputs is { ValueKind: JsonValueKind.Object } outputs
        && outputs.TryGetProperty("required", out var required) && required.ValueKind == JsonValueKind.Object
        && required.TryGetProperty("file", out var file) && file.ValueKind == JsonValueKind.String
        && outputs.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String && id.GetString() is { Length: > 0 } name ? name : null;

    private static ImmutableList<DeliveryReading> WithDeliveries(ImmutableList<DeliveryReading> known, IReadOnlyList<DeliveryReading>? read)
    {
        foreach (var delivery in read ?? [])
        {
            var same = known.Where(k => k.CopyGroup == delivery.CopyGroup).ToList();
            known = (same.Count >= RunState.MostDeliveries ? known.Remove(same[0]) : known).Add(delivery);
        }
        return known;
    }

    private static ImmutableSortedDictionary<string, PairReading> WithReadings(
        RunState s, IReadOnlyList<PairReading> readings) =>
        s.Pairs.SetItems(readings.Select(r => KeyValuePair.Create(RunState.PairKey(r), r)));
}
