using System.Text.Json;
using RunbookEngine.Activities;
using RunbookEngine.Plans;

namespace RunbookEngine.Runs;

/// <summary>Whether and when a failed step is tried again.</summary>
internal static class RetryPolicy
{
    /// <summary>Null when the failure is final.</summary>
    public static DateTimeOffset? NextTry(PlanStep step, StepState failed)
    {
        if (step.Retry is not { } retry || failed.Error is not { } error || failed.EndedAt is not { } ended)
            return null;
        // A denial is an answer, not a failure that may pass.
        if (failed.Approvals.Any(a => !a.Granted && a.Sequence > failed.AttemptSequence))
            return null;
        var tries = failed.Attempts - failed.AttemptsBefore;
        return tries < retry.Attempts && Covers(retry, error) ? ended + retry.PauseAfter(tries) : null;
    }

    private static bool Covers(RetryPlan retry, Failure error) =>
        retry.On.IsEmpty ? error.MayPass : retry.On.Contains(JsonSerializer.SerializeToElement(error.Kind).GetString()!);
}
