using RunbookEngine.Arrays.Errors;

namespace RunbookEngine.Activities.Connections;

/// <summary>From an array's error to the failure of a step.</summary>
internal static class ArrayFailures
{
    public static Failure Of(ArrayError error) => new(KindOf(error), error.Describe())
    {
        Array = error.Array,
        Code = CodeOf(error),
        Help = error.Solution,
    };

    private static FailureKind KindOf(ArrayError error) => error.Kind switch
    {
        ArrayErrorKind.NotReached or ArrayErrorKind.AnswerLost or ArrayErrorKind.BadAnswer or ArrayErrorKind.Busy or ArrayErrorKind.Locked => FailureKind.Unreachable,
        _ => FailureKind.Refused,
    };

    private static string? CodeOf(ArrayError error)
    {
        var codes = new[] { error.MessageId, error.Ssb1 is null ? null : $"{error.Ssb1}-{error.Ssb2}",
            error.ErrorCode }.Where(c => c is not null).ToList();
        return codes.Count > 0 ? string.Join(' ', codes) : error.HttpStatus is { } status ? $"HTTP {status}" : null;
    }
}
