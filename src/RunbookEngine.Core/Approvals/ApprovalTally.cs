using System.Text.Json;
using RunbookEngine.Runs;

namespace RunbookEngine.Approvals;

/// <summary>How far an approval is: who has agreed, how many must, and who still can. The same for every front that tells of it.</summary>
/// <param name="Min">How many must agree.</param>
/// <param name="Granted">Who has, in the order they did.</param>
/// <param name="Denied">Who has denied; null: nobody.</param>
/// <param name="Open">Who can still agree; empty where nobody is named, and when it is decided.</param>
public sealed record ApprovalTally(int Min, IReadOnlyList<string> Granted, string? Denied, IReadOnlyList<string> Open)
{
    /// <returns>Null when the step asks for no approval, or has not asked yet.</returns>
    public static ApprovalTally? Of(RunState run, StepState step)
    {
        if (run.Plan.Find(step.Key.Id)?.Verb != "approve" || step.StartedSequence is null)
            return null;
        var book = PeopleBook.Of(run.Plan);
        var standing = ApprovalCount.Standing(run, step).ToList();
        var granted = ApprovalCount.Distinct(standing.Where(a => a.Granted), book);
        var min = step.Waiting?.Asked?.Min ?? Written(run, step);
        var denied = standing.FirstOrDefault(a => !a.Granted);
        return new ApprovalTally(
            min, [.. granted.Select(ApprovalCount.Name)], denied is null ? null : ApprovalCount.Name(denied),
            denied is not null || granted.Count >= min || step.IsOver ? []
                : [.. (step.Waiting?.People ?? []).Where(p => !standing.Any(a => book.Same(ApprovalCount.Person(a), p) || book.Same(a.Actor, p)) && !ApprovalCount.IsRequester(run, p, book))]);
    }

    /// <summary><c>1 of 2 given; still to agree: ben or chen</c>.</summary>
    public override string ToString() => Denied is { } by ? $"denied by {by}"
        : Granted.Count >= Min ? $"{Granted.Count} of {Min} given: approved"
        : $"{Granted.Count} of {Min} given" + (Open.Count > 0 ? $"; still to agree: {(Min - Granted.Count > 1 ? $"{Min - Granted.Count} of " : "")}{string.Join(Min - Granted.Count > 1 ? ", " : " or ", Open)}" : "; still to agree: somebody else");

    private static int Written(RunState run, StepState step) =>
        run.Plan.Find(step.Key.Id)!.With is { ValueKind: JsonValueKind.Object } with && with.TryGetProperty("min", out var min) && min.ValueKind == JsonValueKind.Number && min.TryGetInt32(out var number) ? number : 1;
}
