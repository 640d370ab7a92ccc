using RunbookEngine.Activities;
using RunbookEngine.Plans;

namespace RunbookEngine.Runs;

/// <summary>The innermost step that failed for good, and the policy that holds for it.</summary>
internal sealed record FailedStep(StepKey Key, Failure? Failure, FailurePolicy Policy);
