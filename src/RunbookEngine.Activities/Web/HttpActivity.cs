using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Arrays.Transport;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Secrets;

namespace RunbookEngine.Activities.Web;

/// <summary><c>http</c>: one web call. A changing call whose answer was lost is not sent again unless <c>onUnknown: retry</c> says so.</summary>
internal sealed class HttpActivity(WebClients clients) : Activity
{
    /// <summary>Longest time for one answer of a step with a <c>timeout</c>, which may be shorter.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromMinutes(5);

    /// <summary>Of a step without one: for one answer, and for all tries together.</summary>
    public static readonly TimeSpan DefaultAnswerLimit = TimeSpan.FromMinutes(1), DefaultLimit = TimeSpan.FromMinutes(2);

    /// <summary>Tries in one attempt of the step under <c>onUnknown: retry</c>; the step's <c>retry</c> adds to it.</summary>
    private const int Tries = 3;

    protected override async Task<StepOutcome> RunAsync(StepContext step, CancellationToken cancellationToken)
    {
        var arguments = StepArguments.Of(step);
        var call = HttpArguments.Read(step, arguments);
        if (await Unknowns.SettleAsync(step, call.OnUnknown, $"the call {call.Method} {call.Url.GetLeftPart(UriPartial.Path)}",
            cancellationToken) is { } settled)
        {
            return settled;
        }
        if (step.LastOfAttempt() is
            {
                Result: OperationResult.Done or OperationResult.Failed or OperationResult.NoEffect,
                Detail: { } detail
            } last)
        {
            if (detail.StartsWith('{'))
            {
                return Judge(call, JsonSerializer.Deserialize<HttpAnswer>(detail, PlanJson.Options)!);
            }
            if (last.Result == OperationResult.Failed)
            {
                return StepOutcome.Fail(FailureKind.Refused, detail);
            }
        }
        return await SendAsync(step, call, arguments.Secrets, cancellationToken);
    }

    protected override Task<StepOutcome> TakeBackAsync(StepContext step, CancellationToken cancellationToken) =>
        Task.FromResult(Unknowns.CannotTakeBack(step, "a web call"));

    private async Task<StepOutcome> SendAsync(StepContext step, HttpArguments call, IReadOnlyList<string> secrets,
        CancellationToken cancellationToken)
    {
        (AuthenticationHeaderValue Header, string[] Secrets)? authorization;
        using var limits = new StepLimits(step, cancellationToken, step.Clock.GetUtcNow() + AnswerLimit);
        try
        {
            authorization = call.Connection is null ? null : await call.Connection.AuthorizeAsync(limits.Token);
        }
        catch (OperationCanceledException) when (limits.Reason("while the credentials were read") is { } reason)
        {
            return new StepOutcome.Failed(reason);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            return StepOutcome.Fail(FailureKind.Invalid, $"credentials for {call.Url.Host}: {e.Message}");
        }
        EnvironmentReferences.Learn(step.Plan.Environment.Content);
        var mask = KnownSecrets.MaskWith([.. secrets, .. authorization?.Secrets ?? []]);
        var end = step.Deadline is null ? step.Clock.GetUtcNow() + DefaultLimit : (DateTimeOffset?)null;
        for (var attempt = 1; ; attempt++)
        {
            var last = attempt == Tries || step.Clock.GetUtcNow() + DefaultAnswerLimit > end;
            var outcome = await TryAsync(step, call, authorization?.Header, mask, last, cancellationToken);
            if (outcome is not null)
            {
                return outcome;
            }
            await Task.Delay(TimeSpan.FromSeconds(attempt), step.Clock, cancellationToken);
        }
    }

    /// <returns>Null when the answer was lost and the call may be sent again.</returns>
    private async Task<StepOutcome?> TryAsync(
        StepContext step, HttpArguments call, AuthenticationHeaderValue? authorization, SecretMask mask, bool last,
            CancellationToken cancellationToken)
    {
        using var limits = new StepLimits(step, cancellationToken, step.Clock.GetUtcNow() + (step.Deadline is null ? DefaultAnswerLimit : AnswerLimit));
        if (limits.Reason("before the call was sent") is { } early)
        {
            return new StepOutcome.Failed(early);
        }
        var operation = await AnnounceAsync(step, call, mask, cancellationToken);
        try
        {
            using var request = Describe(call, authorization);
            SendPermit.Demand();
            using var response = await clients.For(call.Connection?.Tls ?? new WebTls())
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limits.Token);
            var answer = await HttpAnswer.ReadAsync(response, mask, limits.Token);
            var result = call.Expects(answer.Status) ? OperationResult.Done : answer.Status is >= 400 and < 500 ? OperationResult.NoEffect
                : OperationResult.Failed;
            await ConcludeAsync(step, operation, result, JsonSerializer.Serialize(answer, PlanJson.Options), cancellationToken);
            return Judge(call, answer);
        }
        catch (HttpRequestException e) when (NeverSent(e))
        {
            await ConcludeAsync(step, operation, OperationResult.NoEffect, mask.Apply(e.Message), cancellationToken);
            return StepOutcome.Fail(FailureKind.Unreachable, $"{call.Url.Host}:{call.Url.Port} was not reached: {mask.Apply(e.Message)}",
                "check the address, the network and the certificate");
        }
        catch (OperationCanceledException) when (limits.Reason("while the answer was awaited") is { } reason)
        {
            return await LostAsync(step, call, operation, reason, last: true, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return await LostAsync(step, call, operation,
                new Failure(FailureKind.Unreachable, $"{call.Url.Host} gave no answer: {mask.Apply(e.Message)}"), last, cancellationToken);
        }
    }

    private static async Task<StepOutcome?> LostAsync(
        StepContext step, HttpArguments call, string? operation, Failure failure, bool last, CancellationToken cancellationToken)
    {
        if (operation is null || call.OnUnknown == OnUnknown.Retry)
        {
            await ConcludeAsync(step, operation, OperationResult.SetAside, failure.Message, cancellationToken);
            return last ? new StepOutcome.Failed(failure) : null;
        }
        if (failure.Kind == FailureKind.Abandoned)
        {
            await ConcludeAsync(step, operation, OperationResult.Failed, $"{failure.Message}; it may have taken effect", cancellationToken);
            return new StepOutcome.Failed(failure);
        }
        return await Unknowns.SettleAsync(step, call.OnUnknown, $"the call {call.Method} {call.Url.GetLeftPart(UriPartial.Path)}",
            cancellationToken);
    }

    private static async Task<string?> AnnounceAsync(StepContext step, HttpArguments call, SecretMask mask,
        CancellationToken cancellationToken)
    {
        if (call.ChangesNothing)
        {
            return null;
        }
        var operation = step.NextOperation();
        var request = new OperationRequest(call.Method.Method, mask.Apply(call.Url.AbsoluteUri), call.Body is null ? null
            : mask.Apply(call.Body));
        await step.JournalAsync(new OperationIntended(step.Key, operation, "http", "", "", request, []), cancellationToken);
        return operation;
    }

    private static Task ConcludeAsync(StepContext step, string? operation, OperationResult result, string detail,
        CancellationToken cancellationToken) =>
        operation is null ? Task.CompletedTask : step.ConcludeAsync(operation, result, detail, cancellationToken);

    private static HttpRequestMessage Describe(HttpArguments call, AuthenticationHeaderValue? authorization)
    {
        var request = new HttpRequestMessage(call.Method, call.Url);
        request.Headers.Authorization = authorization;
        request.Headers.TryAddWithoutValidation("User-Agent", "runbook");
        if (call.Body is not null)
        {
            request.Content = new PermittedContent(Encoding.UTF8.GetBytes(call.Body), SendPermit.Demand);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", call.ContentType);
        }
        foreach (var (name, value) in call.Headers.Where(h => !h.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)))
        {
            request.Headers.Remove(name);
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }
        return request;
    }

    private static StepOutcome Judge(HttpArguments call, HttpAnswer answer)
    {
        if (!call.Expects(answer.Status))
        {
            if (answer.Location is { } elsewhere)
            {
                return new StepOutcome.Failed(
                    new Failure(FailureKind.CommandFailed, $"{call.Url.Host} answered {answer.Status} and points to {elsewhere}; a call is not sent on by itself")
                    {
                        Code = $"HTTP {answer.Status}",
                        Help = "write that address as 'url' if it is the right one; where it is a login page, credentials are missing or wrong",
                    });
            }
            var text = answer.Body.ReplaceLineEndings(" ").Trim();
            var wanted = call.Expect.Count == 0 ? "200 to 299" : string.Join(", ", call.Expect.Order());
            return new StepOutcome.Failed(
                new Failure(FailureKind.CommandFailed,
                    $"{call.Url.Host} answered {answer.Status}{(text.Length == 0 ? "" : $": {text[..Math.Min(text.Length, 300)]}")}")
                {
                    Code = $"HTTP {answer.Status}",
                    Help = $"expected {wanted}; 'expect' lists the statuses that mean success",
                });
        }
        return new StepOutcome.Succeeded(
            JsonSerializer.SerializeToElement(new { answer.Status, answer.Body, answer.Truncated, json = Parse(answer) },
                PlanJson.Options));
    }

    private static JsonElement? Parse(HttpAnswer answer)
    {
        try
        {
            return answer.Truncated || answer.Body.Length == 0 ? null : JsonElement.Parse(answer.Body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Name, connection or TLS failed before a byte of the request left.</summary>
    private static bool NeverSent(HttpRequestException e) => e.HttpRequestError is
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;
}
