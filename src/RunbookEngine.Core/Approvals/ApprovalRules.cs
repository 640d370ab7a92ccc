using System.Text.Json;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Approvals;

/// <summary>Who may decide on an open approval, and what goes on record. Every front (command line, API, signed link) passes through here.</summary>
public static class ApprovalRules
{
    /// <param name="delegations">Those on record; only active ones count.</param>
    /// <param name="neverOwn">See <see cref="RunOperator.NeverOwn"/>.</param>
    /// <exception cref="OperatorRefusedException">They may not; the message says why.</exception>
    public static ApprovalGiven Decide(
        RunState run, StepState step, ApprovalDecision decision, IReadOnlyList<Delegation> delegations, DateTimeOffset now, bool neverOwn = false)
    {
        var book = PeopleBook.Of(run.Plan);
        var fingerprint = ApprovalSubject.Fingerprint(run);
        if (run.Plan.Environment.RedactedFrom is not null)
            throw new OperatorRefusedException($"The journal of run {run.Id} is a redacted copy: decide where the run is.");
        if (decision.Fingerprint is { } seen && seen != fingerprint)
            throw new OperatorRefusedException($"The plan of run {run.Id} is not the one that was looked at: look at it again and decide then.");
        var own = !neverOwn && run.Duty is not { NeverOwn: true } && MayApproveOwn(run, step);
        if (!own && ApprovalCount.IsRequester(run, decision.Actor, book))
            throw new OperatorRefusedException($"{decision.Actor} started this run, or stands behind it, and nobody approves a run of their own.");
        var person = PersonOf(run, step, decision, delegations, now, book)
            ?? throw new OperatorRefusedException(
                $"{decision.Actor} is none of the approvers of step {step.Key}, nor in the place of one: {string.Join(", ", step.Waiting?.People ?? [])}.");
        if (!own && ApprovalCount.IsRequester(run, person, book))
            throw new OperatorRefusedException($"{person} started this run, or stands behind it; whoever acts for {person} does not approve it either.");
        var standing = ApprovalCount.Standing(run, step).ToList();
        if (standing.FirstOrDefault(a => book.Same(a.Actor, decision.Actor)) is { } first)
            throw new OperatorRefusedException($"{decision.Actor} has already decided on step {step.Key} ({Word(first)}){Missing(run, step)}. Nobody decides twice.");
        if (standing.FirstOrDefault(a => book.Same(ApprovalCount.Person(a), person)) is { } before)
            throw new OperatorRefusedException($"{ApprovalCount.Name(before)} has already decided on step {step.Key} ({Word(before)}){Missing(run, step)}. Nobody decides twice.");
        var self = book.Same(person, decision.Actor);
        return new ApprovalGiven(step.Key, self ? Spelling(step, person, book) : decision.Actor.Trim(), decision.Granted, decision.Reason,
            self ? null : Spelling(step, person, book), fingerprint);
    }

    private static string Word(ApprovalGiven decision) => decision.Granted ? "granted" : "denied";

    /// <summary>How many are still to agree, where more than one must.</summary>
    private static string Missing(RunState run, StepState step) =>
        ApprovalTally.Of(run, step) is { Min: > 1 } tally && tally.Granted.Count < tally.Min ? $"; {tally.Granted.Count} of {tally.Min} have agreed" : "";

    /// <summary>For whom somebody could decide on this step now where nobody approves a run of their own: themselves first. Empty when there is
    /// nothing for them to decide.</summary>
    public static IReadOnlyList<string> Places(RunState run, StepState step, string actor, IReadOnlyList<Delegation> delegations, DateTimeOffset now)
    {
        var book = PeopleBook.Of(run.Plan);
        if (step.Waiting?.People is not { } people || ApprovalCount.IsRequester(run, actor, book))
            return [];
        var standing = ApprovalCount.Standing(run, step).ToList();
        if (standing.Any(a => book.Same(a.Actor, actor)))
            return [];
        return [.. people.Where(p => book.Same(p, actor) || delegations.Any(d => d.IsActive(now) && book.Same(d.To, actor) && book.Same(d.From, p)))
            .Where(p => !standing.Any(a => book.Same(ApprovalCount.Person(a), p)) && !ApprovalCount.IsRequester(run, p, book))
            .OrderByDescending(p => book.Same(p, actor))];
    }

    /// <summary>The author of the runbook wrote <c>requesterMayApprove: true</c>.</summary>
    private static bool MayApproveOwn(RunState run, StepState step) =>
        run.Plan.Find(step.Key.Id)?.With is { ValueKind: JsonValueKind.Object } with
        && with.TryGetProperty("requesterMayApprove", out var flag) && flag.ValueKind == JsonValueKind.True;

    private static string? PersonOf(
        RunState run, StepState step, ApprovalDecision decision, IReadOnlyList<Delegation> delegations, DateTimeOffset now, PeopleBook book)
    {
        var delegators = delegations.Where(d => d.IsActive(now) && book.Same(d.To, decision.Actor)).Select(d => d.From).ToList();
        if (step.Waiting?.People is not { } people)
            // Anybody may answer, or the step has not asked yet: the activity judges who counts.
            return decision.For is null || book.Among(decision.For, delegators) ? decision.For ?? decision.Actor : null;
        var self = book.Among(decision.Actor, people);
        if (decision.For is null && self)
            return decision.Actor;
        if (decision.For is { } named)
        {
            if (book.Same(named, decision.Actor))
                return self ? decision.Actor : null;
            if (!book.Among(named, delegators))
                throw new OperatorRefusedException($"{decision.Actor} does not act for {named} now: there is no delegation.");
            return book.Among(named, people) || ApprovalCount.IsRequester(run, named, book) ? named : null;
        }

        var standing = ApprovalCount.Standing(run, step).ToList();
        var places = people.Where(p => book.Among(p, delegators)).ToList();
        return places.FirstOrDefault(p => !standing.Any(a => book.Same(ApprovalCount.Person(a), p))) ?? places.FirstOrDefault()
            ?? delegators.FirstOrDefault(d => ApprovalCount.IsRequester(run, d, book));
    }

    /// <summary>As the step spells the person, so that the record reads like the question.</summary>
    private static string Spelling(StepState step, string person, PeopleBook book) =>
        step.Waiting?.People?.FirstOrDefault(p => book.Same(p, person)) ?? person.Trim();
}
