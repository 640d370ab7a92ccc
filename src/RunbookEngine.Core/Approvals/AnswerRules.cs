using System.Text.Json;
using RunbookEngine.Runs;

namespace RunbookEngine.Approvals;

/// <summary>Which answers a question takes. Every front passes through here.</summary>
public static class AnswerRules
{
    /// <exception cref="OperatorRefusedException">The step has an answer, or this is none of its choices.</exception>
    public static void Check(RunState run, StepState step, string text)
    {
        // An answer that the step has not looked at yet stands; one that it could not use makes it ask again.
        if (step is { Status: StepStatus.Running, Answer: { } before } && !(before.At < step.AttemptAt))
            throw new OperatorRefusedException($"Step {step.Key} was answered '{before.Text}' by {before.Actor}; an answer is not changed by another.");
        var choices = Choices(run, step);
        if (choices.Count > 0 && !choices.Contains(text.Trim(), StringComparer.OrdinalIgnoreCase))
            throw new OperatorRefusedException($"'{text}' is none of the choices of step {step.Key}: {string.Join(", ", choices)}.");
    }

    /// <summary>As they are written; none where the run works them out, then the step itself says what does not fit.</summary>
    private static List<string> Choices(RunState run, StepState step)
    {
        if (run.Plan.Find(step.Key.Id)?.With is not { ValueKind: JsonValueKind.Object } with || !with.TryGetProperty("choices", out var list) || list.ValueKind != JsonValueKind.Array)
            return [];
        var choices = list.EnumerateArray().Select(c => c.ValueKind == JsonValueKind.String ? c.GetString()! : c.GetRawText()).ToList();
        return choices.Any(c => c.Contains("${{", StringComparison.Ordinal)) ? [] : choices;
    }
}
