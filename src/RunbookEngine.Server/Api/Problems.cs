using Microsoft.AspNetCore.Http;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Operations.Telling;
using RunbookEngine.Reviews;
using RunbookEngine.Server.Running;

namespace RunbookEngine.Server.Api;

/// <summary>Errors as <c>application/problem+json</c>.</summary>
public static class Problems
{
    /// <param name="detail">What is wrong in this case; never a secret, never a stack trace.</param>
    /// <param name="help">What to do about it.</param>
    public static IResult Of(int status, string title, string detail, string? help = null, IReadOnlyDictionary<string, object?>? more = null)
    {
        var extensions = new Dictionary<string, object?>(more ?? new Dictionary<string, object?>());
        if (help is not null)
            extensions["help"] = help;
        return Results.Problem(detail, statusCode: status, title: title, extensions: extensions);
    }

    public static IResult NotFound(string what, string? help = null) => Of(StatusCodes.Status404NotFound, "Not found", what, help);

    public static IResult Bad(string what, string? help = null) => Of(StatusCodes.Status400BadRequest, "Not understood", what, help);

    public static IResult Conflict(string what, string? help = null) => Of(StatusCodes.Status409Conflict, "Refused", what, help);

    public static IResult Forbidden(string what) => Of(StatusCodes.Status403Forbidden, "Not allowed", what);

    /// <summary>A text that does not hold, with everything that is wrong in it.</summary>
    public static IResult Invalid(string what, IReadOnlyList<Diagnostic> found) => Of(
        StatusCodes.Status422UnprocessableEntity, "Invalid", what, null,
        new Dictionary<string, object?> { ["diagnostics"] = DiagnosticJson.ToNode(found)["diagnostics"]!.DeepClone() });

    /// <summary>Another version is there than the one the caller names.</summary>
    public static IResult Changed(string what) => Of(
        StatusCodes.Status412PreconditionFailed, "Changed meanwhile", what, "get it again, and send the new ETag in If-Match");

    /// <summary>An ended run is taken back only as it was looked at.</summary>
    public static IResult Of(RollbackUnconfirmedException unconfirmed) => Of(
        unconfirmed.Changed ? StatusCodes.Status412PreconditionFailed : StatusCodes.Status428PreconditionRequired, unconfirmed.Changed ? "Changed meanwhile" : "To be confirmed",
        unconfirmed.Message, "look at the undo plan, and send its fingerprint with the rollback",
        new Dictionary<string, object?> { ["undoPlan"] = UndoPlanJson.Of(unconfirmed.Review) });

    /// <summary>Why an order became no run.</summary>
    public static IResult Of(OrderResult result) => result switch
    {
        OrderResult.Locked { By: var held } => Of(
            StatusCodes.Status409Conflict, "Locked", $"Copy group {held.Name.CopyGroup} (array {held.Name.StorageDeviceId}) is locked by run {held.Run} of {held.Runbook}, started by {held.Actor}.",
            "wait for that run or end it; the same order may be given again", new Dictionary<string, object?> { ["lock"] = held.Name.ToString(), ["run"] = held.Run.ToString() }),
        OrderResult.OtherOrder { Run: var run } => Of(
            StatusCodes.Status422UnprocessableEntity, "Key used before", $"This Idempotency-Key belongs to run {run}, from another order.", "use a new key for a new order"),
        OrderResult.Invalid invalid => Invalid(invalid.Message, invalid.Diagnostics),
        OrderResult.Refused refused => Conflict(refused.Message, refused.Help),
        OrderResult.Unreachable unreachable => new WithRetryAfter(Of(StatusCodes.Status503ServiceUnavailable, "An array cannot be reached", unreachable.Message, unreachable.Help)),
        _ => throw new ArgumentException($"{result.GetType().Name} is no problem.", nameof(result)),
    };

    private sealed class WithRetryAfter(IResult inner) : IResult
    {
        public Task ExecuteAsync(HttpContext context)
        {
            context.Response.Headers.RetryAfter = "30";
            return inner.ExecuteAsync(context);
        }
    }
}
