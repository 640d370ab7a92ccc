using RunbookEngine.Plans;

namespace RunbookEngine.Cli.Plans;

/// <summary>What a rollback of the whole run would do, last step first.</summary>
internal static class UndoList
{
    public static IReadOnlyList<(string Step, string What)> Of(IReadOnlyList<PlannedStep> steps)
    {
        var pivot = steps.ToList().FindLastIndex(s => s.Step.Pivot && s.Skipped is null);
        return [.. steps.Skip(Math.Max(pivot, 0)).Where(s => s.Section == "steps" && s.Skipped is null).Reverse()
            .Select(s => (s.Key.ToString(), What(s))).Where(u => u.Item2 is not null).Select(u => (u.Item1, u.Item2!))];
    }

    private static string? What(PlannedStep step) => step.Step.Rollback.Kind switch
    {
        RollbackKind.None => $"left as it is: {step.Step.Rollback.Reason}",
        RollbackKind.Steps => "by " + string.Join(", then ", step.Step.Rollback.Steps.Select(s => s.Verb)),
        RollbackKind.Auto => string.Join("; ", step.Calls.Where(c => c.Undo is not null).Select(c => $"{c.CopyGroup}: {c.Undo}")) is { Length: > 0 } undo ? undo : null,
        _ => null,
    };
}
