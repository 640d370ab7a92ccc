using RunbookEngine.Activities;
using RunbookEngine.Approvals;
using RunbookEngine.Journal;
using RunbookEngine.Operations.Reports;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Evidence;

/// <summary>Something that an examiner asks about.</summary>
/// <param name="Id">Stays the same in every report of the run: notes refer to it.</param>
/// <param name="Step">Null: the run as a whole.</param>
public sealed record Finding(string Id, Severity Severity, string Text, StepKey? Step = null, DateTimeOffset? At = null);

public enum Severity
{
    Info,
    Low,
    Medium,
    High,
}

/// <summary>Draws the findings of a run from its journal and its figures. Pure; the only owner of what counts as one.</summary>
public static class Findings
{
    /// <summary>Of one kind and step id; the others are one finding with their number.</summary>
    private const int MostAlike = 20;

    /// <summary>The gravest first, then in the order of time.</summary>
    public static IReadOnlyList<Finding> Of(RunState run, IReadOnlyList<Happening> happenings, RunFigures figures, string? chainBreak)
    {
        IEnumerable<Finding> all =
        [
            .. chainBreak is null ? [] : (Finding[])[new("journal", Severity.High, $"the journal was changed or damaged: {chainBreak}")],
            .. OfRun(run),
            .. Objectives(figures),
            .. happenings.SelectMany(h => OfEvent(run, h)),
            .. figures.Comparison.Steps.Where(s => s.Deviation is not null).Select(s => new Finding($"deviation:{s.Step}", Severity.Medium, $"{s.Step} {s.Deviation}", s.Step)),
            .. RunWarnings.Of(run).Select(w => new Finding($"warning:{w.Step}", Severity.Low, $"{w.Step}: {w.Text}", w.Step)),
            .. run.Steps.Values.Where(s => s is { Status: StepStatus.Skipped, ByPerson: false } && run.Plan.Find(s.Key.Id)?.When is not null)
                .Select(s => new Finding($"skipped:{s.Key}", Severity.Info, $"{s.Key} was skipped: {s.Note}", s.Key)),
        ];
        return [.. Folded(all.DistinctBy(f => f.Id)).OrderByDescending(f => f.Severity).ThenBy(f => f.At)];
    }

    /// <summary>A loop over a thousand copy groups that all fail alike is one thing to look at.</summary>
    private static IEnumerable<Finding> Folded(IEnumerable<Finding> all)
    {
        foreach (var alike in all.GroupBy(f => (f.Id.Split(':')[0], f.Step?.Id, f.Severity)))
        {
            var list = alike.ToList();
            foreach (var finding in list.Take(MostAlike))
                yield return finding;
            if (list.Count > MostAlike)
                yield return new Finding($"{alike.Key.Item1}:{alike.Key.Id}:more", alike.Key.Severity, $"and {list.Count - MostAlike} more of step {alike.Key.Id} of the same kind", null, list[MostAlike].At);
        }
    }

    private static IEnumerable<Finding> OfRun(RunState run)
    {
        if (!run.IsEnded)
            yield return new("open", Severity.Medium, $"the run has not ended: {Words.Of(run.Outcome)}");
        else if (run.Outcome != RunOutcome.Succeeded)
            yield return new("outcome", Severity.High, $"the run ended {Words.Of(run.Outcome)}", null, run.EndedAt);
        if (run.Forced is { } forced)
            yield return new("forced", Severity.High, $"it was started against its own forecast ({string.Join("; ", forced.Findings)}): {forced.Reason}", null, run.StartedAt);
        foreach (var (step, approval) in run.Steps.Values.SelectMany(s => s.Approvals.Select(a => (s.Key, a))))
        {
            if (approval.Granted && (approval.Actor == run.Actor || run.Requesters.Contains(approval.Actor)))
                yield return new($"own-approval:{step}", Severity.Medium, $"{step} was approved by {approval.Actor}, who stands behind the run", step, approval.At);
            if (!approval.Granted)
                yield return new($"denied:{step}:{approval.Actor}", Severity.Medium, $"{step} was denied by {approval.Actor}{(approval.Reason is { } why ? $": {why}" : "")}", step, approval.At);
        }
    }

    private static IEnumerable<Finding> Objectives(RunFigures figures)
    {
        foreach (var (name, objective, span, verdict) in figures.Objectives)
        {
            if (verdict != Verdict.Met)
                yield return new($"objective:{name}", verdict switch { Verdict.Missed => Severity.High, Verdict.MetByEstimate => Severity.Low, _ => Severity.Medium },
                    $"objective {name} of {Spans.Text(objective)}: {verdict.Word()}; {span}{(span.Cure is { } cure ? $". To measure it: {cure}" : "")}");
        }
    }

    private static IEnumerable<Finding> OfEvent(RunState run, Happening h)
    {
        Finding? found = h.Event switch
        {
            StepFailed failed when run.Plan.Find(failed.Step.Id) is not { IsContainer: true } && run.Step(failed.Step)?.Iterations is null =>
                new($"failed:{failed.Step}:{h.Sequence}", run.Step(failed.Step)?.Status == StepStatus.Succeeded ? Severity.Medium : Severity.High,
                    $"{failed.Step} failed{(run.Step(failed.Step)?.Status == StepStatus.Succeeded ? " and succeeded later" : "")}: {failed.Failure.Message}", failed.Step),
            StepRetryPlanned retry => new($"retried:{retry.Step}", Severity.Low, $"{retry.Step} was tried {run.Step(retry.Step)?.Attempts} times", retry.Step),
            StepBecameAmbiguous doubt => new($"doubt:{doubt.Step}:{h.Sequence}", Severity.Medium, $"{doubt.Step}: {doubt.Ambiguity.Question}", doubt.Step),
            StepOverridden overridden => new($"overridden:{overridden.Step}:{h.Sequence}", overridden.Override == StepOverride.Retry ? Severity.Low : Severity.High,
                $"{overridden.Step} was {(overridden.Override switch { StepOverride.Retry => "tried again", StepOverride.Skip => "skipped", _ => "marked done" })} by {overridden.Actor}{(overridden.Reason is { } why ? $": {why}" : "")}", overridden.Step),
            BreakGlassUsed glass => new($"glass:{glass.Step}", Severity.High, $"the decision of {glass.Step} was set aside by {glass.First} and {glass.Actor}: {glass.Reason}", glass.Step),
            UndoFailed undo => new($"undo-failed:{undo.Step}:{h.Sequence}", Severity.High, $"{undo.Step} could not be taken back: {undo.Failure.Message}", undo.Step),
            GatesRechecked { Failure: { } failure } gates => new($"gate:{gates.Step}:{h.Sequence}", Severity.High, $"before {gates.Step} a gate did not hold any more: {failure.Message}", gates.Step),
            RunHeld held => new($"held:{h.Sequence}", Severity.Medium, $"the run was held: {held.Reason}"),
            DriftFound { Before.Count: > 0 } drift => new($"drift:{h.Sequence}", Severity.High, $"{drift.Before.Count} {(drift.Before.Count == 1 ? "pair" : "pairs")} were changed by others while the run was down, the first {drift.Before[0].CopyGroup}/{drift.Before[0].Pair}"),
            RollbackStarted rollback => new($"rollback:{h.Sequence}", Severity.Medium, $"what was done was taken back: {rollback.Reason}"),
            RollbackRefused refused => new($"rollback-refused:{h.Sequence}", Severity.Medium, $"a rollback was refused: {refused.Reason}"),
            LockBroken broken => new($"lock:{h.Sequence}", Severity.Medium, $"the lock {broken.Lock} was taken away by {broken.Actor}: {broken.Reason}"),
            CancelRequested cancel => new($"cancelled:{h.Sequence}", Severity.Medium, $"{cancel.Actor} cancelled the run{(cancel.Reason is { } why ? $": {why}" : "")}"),
            ClockJumped jumped => new($"clock:{h.Sequence}", Severity.Low, $"the clock of the engine's machine was set by {Spans.Text(TimeSpan.FromSeconds(Math.Abs(jumped.Seconds)))} {(jumped.Seconds < 0 ? "back" : "forward")}; times go on as they were counted"),
            EnvironmentChanged changed => new($"environment:{h.Sequence}", Severity.Info, $"{changed.Actor} {PeopleActs.ChangedWay}"),
            ChainAnchored { Problem: { } problem } anchored => new($"anchor:{h.Sequence}", Severity.Low, $"the hash of event {anchored.Number} could not be written to {anchored.Place}: {problem}"),
            _ => null,
        };
        if (found is not null)
            yield return found with { At = h.At };
    }
}
