using System.Text.Json;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Telling;

/// <summary>Something of a run that did not fail it, and that a person should know.</summary>
/// <param name="Step">Where.</param>
/// <param name="Text">One sentence, without the step.</param>
public sealed record RunWarning(StepKey Step, string Text);

/// <summary>The warnings of a run, as <c>run</c>, <c>show</c> and the report give them.</summary>
public static class RunWarnings
{
    /// <summary>In the order in which the steps started.</summary>
    public static IReadOnlyList<RunWarning> Of(RunState run) => [.. run.Steps.Values.OrderBy(s => s.StartedSequence ?? int.MaxValue).SelectMany(s => Of(run, s))];

    public static IEnumerable<RunWarning> Of(RunState run, StepState step)
    {
        foreach (var problem in NotDelivered(run, step))
            yield return new RunWarning(step.Key, $"not delivered to {problem}");
        foreach (var told in step.Told.Values.Where(t => t.Problem is not null))
            yield return new RunWarning(step.Key, $"not delivered to {told.Channel}{(told.Person is { } person ? $" for {person}" : "")}: {told.Problem}");
    }

    /// <summary>What a <c>notify</c> step that was not fatal says of its channels: <c>CHANNEL: REASON</c>.</summary>
    private static IEnumerable<string> NotDelivered(RunState run, StepState step) =>
        run.Plan.Find(step.Key.Id)?.Verb == "notify" && step.Outputs is { ValueKind: JsonValueKind.Object } outputs
        && outputs.TryGetProperty("problems", out var problems) && problems.ValueKind == JsonValueKind.Array
            ? problems.EnumerateArray().Where(p => p.ValueKind == JsonValueKind.String).Select(p => p.GetString()!)
            : [];
}
