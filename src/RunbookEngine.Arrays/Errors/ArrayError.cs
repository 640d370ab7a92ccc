using System.Text;

namespace RunbookEngine.Arrays.Errors;

/// <summary>What is known of a failure, as facts. Nobody searches <see cref="Message"/> for words.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, "Error object" and "Implementing retry processing".</remarks>
public sealed record ArrayError
{
    public required ArrayErrorKind Kind { get; init; }

    /// <summary>Alias of the array that failed; for a remote pair this may be the partner.</summary>
    public required string Array { get; init; }

    /// <summary>The REST server asked, e.g. <c>https://svp:443/</c>.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Method and path of the request; null for an error read from a job.</summary>
    public string? Request { get; init; }

    public int? HttpStatus { get; init; }

    /// <summary><c>KARTnnnnn-E</c>.</summary>
    public string? MessageId { get; init; }

    /// <summary>Upper case, four hex digits.</summary>
    public string? Ssb1 { get; init; }

    /// <inheritdoc cref="Ssb1"/>
    public string? Ssb2 { get; init; }

    /// <summary>CCI-style code such as <c>EX_ENOOBJ</c>, where the array gives that instead of SSB codes.</summary>
    public string? ErrorCode { get; init; }

    public required string Message { get; init; }

    public string? Cause { get; init; }

    /// <summary>What the array, or we, advise to do.</summary>
    public string? Solution { get; init; }

    /// <summary><c>RETRY</c> or <c>SEE_ERROR_DETAIL</c>; often absent.</summary>
    public string? SolutionType { get; init; }

    public string? DetailCode { get; init; }

    /// <summary>The array job that failed.</summary>
    public long? JobId { get; init; }

    /// <summary>The same request may succeed later without anybody mending anything.</summary>
    public bool MayPass { get; init; }

    /// <summary>A change was asked for, and it may have taken effect, wholly or in part: look before sending it again.</summary>
    public bool MayHaveHappened { get; init; }

    /// <summary>The array that answered says that its partner does not: nothing is wrong with the one that was asked, and it can be asked alone.</summary>
    public bool PartnerGone { get; init; }

    /// <summary>No answer was had from this array itself, for whatever reason below its API.</summary>
    public bool IsSilence => Kind is ArrayErrorKind.NotReached or ArrayErrorKind.AnswerLost or ArrayErrorKind.BadAnswer;

    /// <summary>What the array asked to wait (<c>Retry-After</c>).</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The beginning of an answer that was no error object; at most 2,000 characters.</summary>
    public string? RawText { get; init; }

    /// <summary>One line for people: which array, what, why, what to do.</summary>
    public string Describe()
    {
        var text = new StringBuilder($"array {Array}");
        if (Request is not null)
        {
            text.Append($", {Request}");
        }
        text.Append($": {Message.TrimEnd('.', ' ')}");
        if (!string.IsNullOrWhiteSpace(Cause))
        {
            text.Append($"; cause: {Cause.TrimEnd('.', ' ')}");
        }
        AppendCodes(text);
        if (!string.IsNullOrWhiteSpace(Solution))
        {
            text.Append($". {Solution}");
        }
        return text.ToString();
    }

    private void AppendCodes(StringBuilder text)
    {
        string?[] codes =
        [
            HttpStatus is { } status ? $"HTTP {status}" : null,
            MessageId,
            Ssb1 is null ? null : $"SSB {Ssb1},{Ssb2}",
            ErrorCode,
            JobId is { } job ? $"array job {job}" : null,
        ];
        if (codes.Any(c => c is not null))
        {
            text.Append($" ({string.Join(", ", codes.Where(c => c is not null))})");
        }
    }
}
