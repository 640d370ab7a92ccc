using RunbookEngine.Activities;
using RunbookEngine.Journal;
using RunbookEngine.Rehearsal.Cases;
using RunbookEngine.Rehearsal.Faults;
using RunbookEngine.Rehearsal.Rooms;
using RunbookEngine.Runs;

namespace RunbookEngine.Rehearsal.Ends;

/// <summary>Says of a played case how it ended, and whether that is a good end.</summary>
/// <param name="plain">The plain run, whose end state is the runbook's.</param>
internal sealed class Judge(CaseRecord plain)
{
    public CaseEnd Of(CaseRecord record)
    {
        var findings = new List<Finding>();
        if (record.Hang is { } hang)
            findings.Add(new Finding("hang", StandingStep(record), hang, []));
        findings.AddRange(EffectAudit.Check(record));
        findings.AddRange(Journals(record));
        findings.AddRange(Waits(record));
        findings.AddRange(Undos(record));
        findings.AddRange(Defects(record));
        var kind = record.Hang is null ? Place(record, findings) : EndKind.Finding;
        var person = kind == EndKind.NeedsPerson ? Person(record) : null;
        return new CaseEnd(findings.Count > 0 ? EndKind.Finding : kind, record.Run is null ? null : Words.Of(record.Run.Outcome), person, findings);
    }

    private EndKind Place(CaseRecord record, List<Finding> findings)
    {
        var left = record.After.Against(record.Before);
        if (record.Run is { IsEnded: true, Outcome: RunOutcome.Succeeded or RunOutcome.RolledBack } && FailedAtTheEnd(record) is not null)
            return left.Count == 0 ? EndKind.AsBefore : EndKind.NeedsPerson;
        if (record.Run is not { } run)
            return left.Count == 0 ? EndKind.AsBefore : Wrong(findings, null, "the run never began, and pairs changed", left);
        switch (run.Outcome)
        {
            case RunOutcome.Succeeded:
                var other = record.After.Against(plain.After);
                if (plain.Run?.Outcome == RunOutcome.Succeeded)
                    return other.Count == 0 ? EndKind.EndState : Wrong(findings, null, "the run succeeded, and pairs are not as after the plain run", other);
                return EndKind.EndState;
            case RunOutcome.RolledBack:
                return left.Count == 0 ? EndKind.AsBefore : Wrong(findings, Culprit(record, left), "the run was rolled back, and pairs are not as before", left);
            case RunOutcome.Failed or RunOutcome.Cancelled:
                return left.Count == 0 ? EndKind.AsBefore : Wrong(findings, Culprit(record, left), $"the run ended {Words.Of(run.Outcome)}, and pairs are not as before", left);
            case RunOutcome.Running:
                return Wrong(findings, StandingStep(record), "the run stands and asks nobody for anything", left);
            default:
                return EndKind.NeedsPerson;
        }
    }

    /// <summary>A cleanup or finally step that failed is on record and changes no outcome: what it left is for a person.</summary>
    internal static StepState? FailedAtTheEnd(CaseRecord record)
    {
        var last = record.Run!.Plan.Cleanup.Concat(record.Run.Plan.Finally).SelectMany(s => s.WithDescendants()).Select(s => s.Id).ToHashSet();
        return record.Run.Steps.Values.FirstOrDefault(s => s.Status == StepStatus.Failed && last.Contains(s.Key.Id));
    }

    private static EndKind Wrong(List<Finding> findings, string? step, string message, IReadOnlyList<PairDifference> pairs)
    {
        findings.Add(new Finding("pairs-left", step, message, pairs));
        return EndKind.Finding;
    }

    /// <summary>The last step that touched a pair that is not as it was.</summary>
    private static string? Culprit(CaseRecord record, IReadOnlyList<PairDifference> left)
    {
        var groups = left.Select(d => d.Pair.Split('/')[0]).ToHashSet();
        return record.History.Where(h => h.Event is OperationIntended intended && groups.Contains(intended.Target.Split('/')[0]))
            .Select(h => $"{record.NameOf(h.Run)}{((OperationIntended)h.Event).Step}").FirstOrDefault();
    }

    internal static IEnumerable<Finding> Journals(CaseRecord record) =>
        record.BrokenJournals.Select(broken => new Finding("journal", null, $"a journal cannot be trusted: {broken}", []));

    /// <summary>A wait that was ended by nothing but its time limit: what it waited for could not come any more, and nobody noticed.</summary>
    private static IEnumerable<Finding> Waits(CaseRecord record) => record.History
        .Select((h, i) => (h.Run, At: i, Failed: h.Event switch
        {
            StepFailed { Failure.Kind: FailureKind.Timeout } f => (f.Step, f.Failure),
            UndoFailed { Failure.Kind: FailureKind.Timeout } f => (f.Step, f.Failure),
            _ => ((StepKey Step, Failure Failure)?)null,
        }))
        .Where(f => f.Failed is { } failed && !IsSilence(record, new StepSpot(record.NameOf(f.Run), failed.Step, false)) && IsLeaf(record, failed.Step)
            && !WasAbsent(record, f.Run, failed.Step, f.At))
        .Select(f => new Finding("wait-timeout", $"{record.NameOf(f.Run)}{f.Failed!.Value.Step}", $"a wait that only its time limit ended: {f.Failed.Value.Failure.Message}", []));

    /// <summary>No engine was there for a part of the time, so that the limit says nothing about what was waited for.</summary>
    private static bool WasAbsent(CaseRecord record, RunId run, StepKey step, int at) => record.History.Take(at).Reverse()
        .TakeWhile(h => !(h.Run == run && h.Event is StepStarted or UndoStarted && ((StepEvent)h.Event).Step == step))
        .Any(h => h.Run == run && h.Event is RunAdopted);

    private static bool IsSilence(CaseRecord record, StepSpot spot) =>
        record.Case.Faults.OfType<Fault.AtStep>().Any(f => f.Spot == spot && f.Trouble != StepTrouble.PairSuspended
            && record.Run?.Plan.AllSteps().Any(s => s.Id == spot.Key.Id && s.Verb is "approve" or "manual") == true);

    private static bool IsLeaf(CaseRecord record, StepKey key) => record.Spots.Any(s => s.Spot.Key == key);

    /// <summary>Interrupted, or with a message lost, an undo must come to the same end as without; and one that nothing stands in the way of must not fail.</summary>
    private static IEnumerable<Finding> Undos(CaseRecord record)
    {
        if (record.Case.Kind is CaseKind.HalfWay || record.Run is not { Outcome: RunOutcome.NeedsOperator } run)
            yield break;
        foreach (var step in run.Steps.Values.Where(s => s is { Undo: UndoStatus.Failed, UndoError: not null }))
        {
            if (IsDoubt(run, step))
                continue;
            if (record.Case.Kind is CaseKind.Plain or CaseKind.Refused)
                yield return new Finding("undo-fails", step.Key.ToString(), $"the undo of {step.Key} fails although nothing stands in its way: {step.UndoError!.Message}", []);
            else
                yield return new Finding("undo-not-repeatable", step.Key.ToString(), $"the undo of {step.Key} fails when it is done again: {step.UndoError!.Message}", []);
        }
    }

    /// <summary>An undo that stopped because nobody can know whether a request took effect is honest.</summary>
    private static bool IsDoubt(RunState run, StepState step) =>
        step.UndoError!.Message.StartsWith("Did ", StringComparison.Ordinal)
        || run.Steps.Values.Any(s => s.Status == StepStatus.Ambiguous && s.Key.Id.Value.StartsWith($"{step.Key.Id}/undo-", StringComparison.Ordinal));

    internal static IEnumerable<Finding> Defects(CaseRecord record) => record.History
        .Select(h => (h.Run, h.Event, Failure: h.Event switch { StepFailed f => f.Failure, UndoFailed f => f.Failure, _ => null }))
        .Where(f => f.Failure?.Kind == FailureKind.Internal && IsLeaf(record, ((StepEvent)f.Event).Step))
        .Select(f => new Finding("engine", $"{record.NameOf(f.Run)}{((StepEvent)f.Event).Step}", $"a defect of the engine: {f.Failure!.Message}", []));

    internal static string? StandingStep(CaseRecord record) => record.Run?.Steps.Values
        .Where(s => s.Status is StepStatus.Running or StepStatus.Waiting or StepStatus.Undoing)
        .OrderByDescending(s => s.StartedSequence).FirstOrDefault()?.Key.ToString();

    internal static string Person(CaseRecord record)
    {
        var run = record.Run!;
        if (run.IsEnded && FailedAtTheEnd(record) is { } cleanup)
            return $"{cleanup.Key} failed after the run was decided ({Words.Of(run.Outcome)}): {cleanup.Error?.Message}";
        if (run.Steps.Values.FirstOrDefault(s => s.Undo == UndoStatus.Failed) is { } undo)
            return $"undo of {undo.Key}: {undo.UndoError?.Message}";
        if (run.Steps.Values.FirstOrDefault(s => s.Status == StepStatus.Ambiguous) is { Ambiguity: { } doubt } step)
            return $"{step.Key}: {doubt.Question}";
        if (run.Held is { } held)
            return held;
        var waiting = run.Steps.Values.FirstOrDefault(s => s is { Status: StepStatus.Waiting, Waiting.OnPeople: true });
        return waiting is null ? Words.Of(run.Outcome) : $"{waiting.Key}: {waiting.Waiting!.For}";
    }
}
