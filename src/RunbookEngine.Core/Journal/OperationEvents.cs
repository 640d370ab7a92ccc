using RunbookEngine.Runs;

namespace RunbookEngine.Journal;

/// <summary>About to send a state-changing request; durable before a byte of it leaves.</summary>
/// <param name="Operation">Unique inside the step: <c>1</c>, <c>2</c> … in the order of intent.</param>
/// <param name="Action">What it does: <c>split</c>, <c>resync</c> … or <c>command</c>, <c>http</c>.</param>
/// <param name="Array">Alias of the array it goes to; empty for commands and web calls.</param>
/// <param name="Target">Copy group, or <c>copyGroup/pair</c>; empty for commands and web calls.</param>
/// <param name="Before">The pairs it touches as read just before: what <c>rollback: auto</c> returns to.</param>
public sealed record OperationIntended(
    StepKey Step, string Operation, string Action, string Array, string Target, OperationRequest Request, IReadOnlyList<PairReading> Before)
    : StepEvent(Step)
{
    /// <summary>Where the array's job history stood before sending, as its client wrote it down: finds the job again when no answer came.</summary>
    public string? Mark { get; init; }
}

/// <summary>The array took the request and named its job. From here on the job is followed and nothing is sent again.</summary>
public sealed record OperationAccepted(StepKey Step, string Operation, string Job) : StepEvent(Step);

/// <summary>The array says that its job failed. The request is not over: pairs are looked at, since a failed job may have changed some of them.</summary>
/// <param name="LookForSeconds">How long at the most.</param>
public sealed record ArrayJobFailed(StepKey Step, string Operation, string Job, string Reason, double LookForSeconds) : StepEvent(Step);

/// <summary>The request is over.</summary>
public sealed record OperationConcluded(StepKey Step, string Operation, OperationResult Result, string? Detail = null) : StepEvent(Step);
