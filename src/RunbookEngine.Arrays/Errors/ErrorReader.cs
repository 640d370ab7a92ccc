using System.Net;
using RunbookEngine.Arrays.Transport;
using RunbookEngine.Arrays.Wire;

namespace RunbookEngine.Arrays.Errors;

/// <summary>Turns what an array answered into facts.</summary>
internal static class ErrorReader
{
    private const int RawCharacters = 2000;

    /// <summary>An answer whose status says that the request was not taken.</summary>
    public static ArrayError FromAnswer(string array, Uri endpoint, HttpCall call, ArrayAnswer answer)
    {
        var error = WireJson.TryRead<ErrorResponse>(answer.Body) is { IsError: true } found
            ? Read(found, array, null)
            : Unreadable(array, answer);
        var kind = KindOf(answer.Status, error);
        var status = (int)answer.Status;
        return error with
        {
            Kind = kind,
            Endpoint = endpoint.ToString(),
            Request = call.Text,
            HttpStatus = status,
            RetryAfter = answer.RetryAfter,
            PartnerGone = error.PartnerGone && call.PartnerStorageDeviceId is not null,
            MayPass = error.MayPass || MayPass(kind, status, error),
            MayHaveHappened = call.ChangesState && status >= 500 && kind is ArrayErrorKind.Refused or ArrayErrorKind.BadAnswer,
            // The array says "create a session": what the reader of the message can change is the credentials.
            Solution = kind is ArrayErrorKind.Unauthorized ? Advice(kind) : error.Solution ?? Advice(kind),
        };
    }

    /// <summary>A success status around something that is no success.</summary>
    public static ArrayError NoUsableAnswer(string array, Uri endpoint, HttpCall call, ArrayAnswer answer) => Unreadable(array, answer) with
    {
        Endpoint = endpoint.ToString(),
        Request = call.Text,
        HttpStatus = (int)answer.Status,
        MayPass = true,
        MayHaveHappened = call.ChangesState,
    };

    /// <summary>The error of a failed job. A group operation may have changed some of its pairs before it failed.</summary>
    public static ArrayError FromJob(string array, string endpoint, long jobId, ErrorResponse? response)
    {
        var error = Read(response ?? new ErrorResponse(null, null, null, null, null, null, null, null), array, "the array gave no reason");
        return error with
        {
            Endpoint = endpoint,
            JobId = jobId,
            MayHaveHappened = error.Kind is not (ArrayErrorKind.Busy or ArrayErrorKind.Locked),
        };
    }

    private static ArrayError Read(ErrorResponse response, string array, string? otherwise)
    {
        var (ssb1, ssb2, code) = (response.Code("SSB1"), response.Code("SSB2"), response.Code("errorCode"));
        var codes = ssb1 is null ? null : $"{ssb1},{ssb2}";
        var kind = ErrorCodes.IsServerBusy(response.MessageId) ? ArrayErrorKind.Busy
            : ErrorCodes.IsLock(response.MessageId, codes, code) ? ArrayErrorKind.Locked
            : ErrorCodes.IsGone(response.MessageId, code) ? ArrayErrorKind.NotFound
            : ArrayErrorKind.Refused;
        return new ArrayError
        {
            Kind = kind,
            Array = array,
            Message = response.Message ?? otherwise ?? "refused without a reason",
            MessageId = response.MessageId,
            Cause = response.Cause,
            Solution = response.Solution,
            SolutionType = response.SolutionType,
            DetailCode = response.DetailCode,
            Ssb1 = ssb1,
            Ssb2 = ssb2,
            ErrorCode = code,
            PartnerGone = ErrorCodes.IsPartner(response.MessageId, code),
            MayPass = kind is ArrayErrorKind.Busy or ArrayErrorKind.Locked
                || response.SolutionType is "RETRY"
                || ErrorCodes.IsPassing(response.MessageId, codes),
        };
    }

    private static ArrayError Unreadable(string array, ArrayAnswer answer) => new()
    {
        Kind = ArrayErrorKind.BadAnswer,
        Array = array,
        Message = answer.Body.Length == 0 ? "answered with nothing" : answer.Body.TrimStart().StartsWith('<') ? "answered with HTML" : "answered with what is not the JSON expected",
        RawText = answer.Body.Length == 0 ? null : answer.Body[..Math.Min(answer.Body.Length, RawCharacters)],
    };

    private static ArrayErrorKind KindOf(HttpStatusCode status, ArrayError error) => status switch
    {
        HttpStatusCode.Unauthorized => ArrayErrorKind.Unauthorized,
        HttpStatusCode.Forbidden => ArrayErrorKind.Forbidden,
        HttpStatusCode.ServiceUnavailable => ArrayErrorKind.Busy,
        HttpStatusCode.NotFound => ArrayErrorKind.NotFound,
        >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError when error.Kind == ArrayErrorKind.BadAnswer => ArrayErrorKind.Refused,
        _ => error.Kind,
    };

    /// <summary>5xx without a known final reason: server or array trouble, or a gateway that heard nothing.</summary>
    private static bool MayPass(ArrayErrorKind kind, int status, ArrayError error) =>
        kind is ArrayErrorKind.Busy or ArrayErrorKind.Locked
        || (status >= 500 && (kind == ArrayErrorKind.BadAnswer || (kind == ArrayErrorKind.Refused && error.Ssb1 is null && error.ErrorCode is null
            && error.MessageId is null or "KART30000-E")));

    private static string? Advice(ArrayErrorKind kind) => kind switch
    {
        ArrayErrorKind.Unauthorized => "Check the credentials that the environment names for this array.",
        ArrayErrorKind.Forbidden => "The user needs the role for this operation and the resource groups of the volumes.",
        ArrayErrorKind.BadAnswer => "Check that the endpoint is the array's REST API and that the array is not in maintenance.",
        _ => null,
    };
}
