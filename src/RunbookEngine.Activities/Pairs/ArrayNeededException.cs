using RunbookEngine.Arrays.Errors;

namespace RunbookEngine.Activities.Pairs;

/// <summary>A step truly needs an array that does not answer; nothing was sent.</summary>
/// <param name="array">Alias.</param>
internal sealed class ArrayNeededException(string message, string array, ArrayApiException inner) : Exception(message, inner)
{
    public Failure Failure => new(FailureKind.Unreachable, $"{Message} ({inner.Error.Describe()})")
    {
        Array = array,
        Help = "carry on when it answers, or skip the step with a reason",
    };
}
