using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RunbookEngine.Journal;
using RunbookEngine.Operations;
using RunbookEngine.Reviews;
using RunbookEngine.Runs;
using RunbookEngine.Server.Running;

namespace RunbookEngine.Server.Api;

/// <summary>Turns what was thrown into an answer. Only what is meant for people is told to them; the rest goes to the log under the number that the answer carries.</summary>
internal sealed partial class ProblemGate(RequestDelegate next, ILogger<ProblemGate> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (context.Response is { StatusCode: StatusCodes.Status415UnsupportedMediaType, HasStarted: false, ContentType: null })
                await UnsupportedType(context).ExecuteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody listens any more.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            await Answer(context, e).ExecuteAsync(context);
        }
    }

    /// <summary>Texts are taken under any type; this is an endpoint that takes a JSON document.</summary>
    private static IResult UnsupportedType(HttpContext context)
    {
        var given = context.Request.ContentType is { Length: > 0 and < 200 } type ? $"'{Names.Shown(type)}'" : "that is not named";
        return Problems.Of(StatusCodes.Status415UnsupportedMediaType, "Unsupported media type", $"A body of type {given} is not taken here.", "send JSON with Content-Type: application/json");
    }

    private IResult Answer(HttpContext context, Exception error)
    {
        switch (error)
        {
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return Problems.Of(StatusCodes.Status413PayloadTooLarge, "Too large", "The body is larger than this server takes.", "section limits of the configuration says how large it may be");
            case BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout }:
                return Problems.Of(StatusCodes.Status408RequestTimeout, "Too slow", "The body did not arrive in time.");
            case BadHttpRequestException bad:
                return Problems.Of(bad.StatusCode, "Not understood", bad.InnerException is System.Text.Json.JsonException json ? $"The body is not the JSON that is expected here{(json.Path is { Length: < 200 } path ? $", at {path}" : "")}." : "The request is not one that is understood here.");
            case RollbackUnconfirmedException unconfirmed:
                return Problems.Of(unconfirmed);
            case OperatorRefusedException refused:
                return Problems.Conflict(refused.Message);
            case RunBusyException busy:
                return Problems.Conflict(busy.Message, "wait until it is free");
            case CommandFailure { Exit: Exit.Unreachable } gone:
                return Problems.Of(new OrderResult.Unreachable(gone.Message, gone.Help));
            case StoreUnavailableException:
                StoreGone(error.Message);
                context.Response.Headers.RetryAfter = "5";
                return Problems.Of(StatusCodes.Status503ServiceUnavailable, "The store cannot be used", "Nothing is known to be stored; try again.");
            case JournalCorruptException:
                Corrupt(error.Message);
                return Problems.Of(StatusCodes.Status500InternalServerError, "The journal cannot be trusted", error.Message);
            default:
                Unexpected(error, context.TraceIdentifier);
                return Problems.Of(StatusCodes.Status500InternalServerError, "Unexpected", "The server met a defect; its log says more.", $"name {context.TraceIdentifier} when you report it");
        }
    }

    [LoggerMessage(6001, LogLevel.Error, "The store cannot be used: {Message}")]
    private partial void StoreGone(string message);

    [LoggerMessage(6002, LogLevel.Error, "A journal cannot be trusted: {Message}")]
    private partial void Corrupt(string message);

    [LoggerMessage(6003, LogLevel.Error, "Request {TraceId} met a defect")]
    private partial void Unexpected(Exception error, string traceId);
}
