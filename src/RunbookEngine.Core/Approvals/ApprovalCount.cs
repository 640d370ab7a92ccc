using System.Text.Json;
using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Approvals;

/// <summary>Which decisions count. The same for the activity that waits for them and for whoever takes one in.</summary>
public static class ApprovalCount
{
    /// <summary>Given in this attempt, for this plan, and not void: in the order they were given.</summary>
    public static IEnumerable<ApprovalGiven> Standing(RunState run, StepState step)
    {
        var own = step.Approvals.Where(a => a.Sequence > step.ApprovalsFrom && !(a.At < step.AttemptAt)).ToList();
        return own.Count == 0 ? [] : own.Where(a => a.Fingerprint is null || a.Fingerprint == ApprovalSubject.Fingerprint(run));
    }

    /// <summary>Who the decision counts as: the person it was given for, or the one who gave it.</summary>
    public static string Person(ApprovalGiven approval) => approval.For ?? approval.Actor;

    /// <summary>One decision of each person, and one by each: who acts for two is still one.</summary>
    public static IReadOnlyList<ApprovalGiven> Distinct(IEnumerable<ApprovalGiven> approvals, PeopleBook book) =>
        [.. approvals.DistinctBy(a => book.Canonical(a.Actor), StringComparer.OrdinalIgnoreCase)
            .DistinctBy(a => book.Canonical(Person(a)), StringComparer.OrdinalIgnoreCase)];

    /// <summary>Who wants the run, and so does not approve it: its actor, whoever stands behind that, and who asked for the ticket that a step required.</summary>
    public static IEnumerable<string> Requesters(RunState run) => run.Requesters.Prepend(run.Actor).Concat(ApprovalSubject.IsWayBack(run) && run.Rollback?.Actor is { } back ? [back] : Array.Empty<string>()).Concat(
        from step in run.Steps.Values
        where step is { Status: StepStatus.Succeeded, Outputs.ValueKind: JsonValueKind.Object } && run.Plan.Find(step.Key.Id)?.Verb == "ticket.require"
        let asked = step.Outputs!.Value.TryGetProperty("requester", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null
        where !string.IsNullOrWhiteSpace(asked)
        select asked).Distinct();

    public static bool IsRequester(RunState run, string name, PeopleBook book) => book.Among(name, Requesters(run));

    /// <summary><c>ben for akiko</c>, or <c>ben</c>.</summary>
    public static string Name(ApprovalGiven approval) => approval.For is { } person ? $"{approval.Actor} for {person}" : approval.Actor;
}
