using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Arrays.Errors;

namespace RunbookEngine.Activities.Pairs;

/// <summary>Expected trouble of pair verbs as outcomes.</summary>
internal static class PairGuard
{
    public static async Task<StepOutcome> RunAsync(StepLimits limits, string during, Func<Task<StepOutcome>> work)
    {
        try
        {
            return limits.Reason("before anything was sent") is { } early ? new StepOutcome.Failed(early) : await work();
        }
        catch (ArrayApiException e)
        {
            return new StepOutcome.Failed(ArrayFailures.Of(e.Error));
        }
        catch (OutsideFenceException e)
        {
            return StepOutcome.Fail(FailureKind.Refused, e.Message, "add it to a target of the runbook if the run is to touch it");
        }
        catch (Exception e) when (e is InvalidPairRequestException or ArgumentException or KeyNotFoundException)
        {
            return StepOutcome.Fail(FailureKind.Invalid, e.Message);
        }
        catch (OperationCanceledException) when (limits.Reason(during) is { } reason)
        {
            return new StepOutcome.Failed(reason);
        }
    }
}
