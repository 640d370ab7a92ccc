using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using RunbookEngine.Documents;
using RunbookEngine.Language.Environments;
using RunbookEngine.Language.Triggers;
using RunbookEngine.Secrets;
using RunbookEngine.Server.Api;
using RunbookEngine.Server.Records;
using RunbookEngine.Server.Schedules;

namespace RunbookEngine.Server.Triggers;

/// <summary>Receives a request to a webhook: first what costs nothing, then the body, then the signature, and only then what the body says.</summary>
internal sealed partial class HookReceiver(HookBook hooks, HookStarts starts, SenderLimits limits, Refusals refusals, ScheduleMetrics metrics, IDocumentStore documents, TimeProvider clock, ILogger<HookReceiver> log)
{
    /// <summary>A body must have arrived by then.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Requests of one sender to webhooks that do not exist, in a minute.</summary>
    private const int MostGuesses = 30;

    private const string Deliveries = "hook-delivery";

    /// <summary>How long a request is known by the webhook it came to first. A signed time is good for less.</summary>
    private static readonly TimeSpan Remember = TimeSpan.FromDays(7);

    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    public async Task<IResult> ReceiveAsync(string name, HttpContext context)
    {
        var hook = name.Length <= 130 ? await hooks.FindAsync(name, context.RequestAborted) : null;
        if (hook is null)
            return TooMany(context, null, "") ?? Refuse(context, null, StatusCodes.Status404NotFound, "Not found", "There is no such webhook.");
        var definition = hook.Definition;
        var timestamp = context.Request.Headers[HookSignature.TimestampHeader] is [var one] ? one : null;
        if (HookSignature.Offered(HookSignature.Headers(definition.Signature).Select(h => context.Request.Headers[h].ToString()).FirstOrDefault(h => h.Length > 0)) is not { } offered)
            return TooMany(context, hook, "wrong:") ?? Refuse(context, hook, StatusCodes.Status401Unauthorized, "No signature", $"The header {HookSignature.SignatureHeader} must be sha256= and the signature in hexadecimal or Base64.", "docs/triggers.md shows how a request is signed");
        if (definition.Signature != SignedPart.Body && (HookSignature.Timestamp(timestamp) is not { } at || (at - clock.GetUtcNow()).Duration() > definition.Window))
            return TooMany(context, hook, "wrong:") ?? Refuse(context, hook, StatusCodes.Status401Unauthorized, "Wrong timestamp", $"The header {HookSignature.TimestampHeader} must be the time of sending in seconds since 1970, within {Plans.DurationText.Write(definition.Window)} of the server's clock.", "sign again with the present time; check the clocks");
        var (body, problem) = await BodyAsync(context, hook);
        if (body is null)
            return problem!;
        var signed = HookSignature.Signed(definition.Signature, timestamp, body);
        bool named, shared;
        try
        {
            var secrets = await hooks.SecretsAsync(definition, context.RequestAborted);
            named = HookSignature.Matches(offered, secrets, HookSignature.SignedFor(hook.Name, signed));
            if (!named && (definition.Signature == SignedPart.NameTimestampBody || !HookSignature.Matches(offered, secrets, signed)))
                return TooMany(context, hook, "wrong:") ?? Refuse(context, hook, StatusCodes.Status401Unauthorized, "Wrong signature", "The signature does not belong to this webhook, this body, this timestamp and the webhook's secret.");
            shared = !named && await hooks.SharesSecretAsync(hook, secrets, context.RequestAborted);
        }
        catch (SecretUnavailableException e)
        {
            NoSecret(hook.Name, e.Message);
            return Refuse(context, hook, StatusCodes.Status503ServiceUnavailable, "Not set up", "This webhook has no usable secret on this server; its log says more.");
        }

        // Only what its sender signed counts against its sender: others at the same address cannot use up the minute.
        if (TooMany(context, hook, "") is { } later)
            return later;
        if (shared)
            return Refuse(context, hook, StatusCodes.Status401Unauthorized, "Signed for which webhook?", "Another webhook has the same secret, and the signature does not cover the name of this one.", "sign NAME:TIMESTAMP.BODY, or give each webhook a secret of its own");
        var delivery = Convert.ToHexStringLower(SHA256.HashData(signed));
        if (!named && !await IsForAsync(hook, delivery, context.RequestAborted))
            return Refuse(context, hook, StatusCodes.Status401Unauthorized, "Wrong webhook", "This request was signed for another webhook that had the same secret.", "give each webhook a secret of its own");
        return await UnderstandAsync(context, hook, body, delivery);
    }

    /// <summary>Where the signature does not cover the webhook's name: the first that gets a request is the one it is for, as long as it may be repeated. Another one may
    /// have been given the secret since.</summary>
    private async Task<bool> IsForAsync(Hook hook, string delivery, CancellationToken cancellationToken)
    {
        if (await documents.PutAsync(Deliveries, delivery, JsonSerializer.Serialize(hook.Name), 0, clock.GetUtcNow() + Remember, cancellationToken) is not null)
            return true;
        return await documents.GetAsync(Deliveries, delivery, cancellationToken) is not { } first || JsonSerializer.Deserialize<string>(first.Body) == hook.Name;
    }

    private IResult? TooMany(HttpContext context, Hook? hook, string kind)
    {
        if (limits.Refuse($"{kind}{hook?.Name}@{context.Connection.RemoteIpAddress}", hook is null || kind.Length > 0 ? MostGuesses : hook.Definition.PerMinute) is not { } wait)
            return null;
        context.Response.Headers.RetryAfter = $"{Math.Ceiling(wait.TotalSeconds)}";
        return Refuse(context, hook, StatusCodes.Status429TooManyRequests, "Too many requests", "This sender has made too many requests in this minute.");
    }

    private async Task<IResult> UnderstandAsync(HttpContext context, Hook hook, byte[] body, string delivery)
    {
        try
        {
            using var json = JsonDocument.Parse(body, Json);
            var mapping = TriggerMapping.Of(json.RootElement.Clone(), hook.Name, delivery, clock.GetUtcNow());
            var result = await starts.StartAsync(hook, mapping, delivery, context.RequestAborted);
            if (result.Refused is { } status)
                Note(context, hook, status);
            return result.Answer;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException { Source: "System.Text.Json" })
        {
            return Refuse(context, hook, StatusCodes.Status400BadRequest, "Not understood", "The body is not JSON, names something twice, or holds half of a surrogate pair.");
        }
        catch (TriggerMappingException e)
        {
            return Refuse(context, hook, StatusCodes.Status422UnprocessableEntity, "Invalid", $"{e.Message}.");
        }
    }

    private async Task<(byte[]? Body, IResult? Problem)> BodyAsync(HttpContext context, Hook hook)
    {
        var most = hook.Definition.MaxBytes;
        IResult TooLarge() => Refuse(context, hook, StatusCodes.Status413PayloadTooLarge, "Too large", $"This webhook takes bodies of at most {most} bytes.");
        if (context.Request.ContentLength > most)
            return (null, TooLarge());
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
            feature.MaxRequestBodySize = most + 1;
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, context.RequestAborted);
        using var all = new MemoryStream();
        var buffer = new byte[16_384];
        try
        {
            for (int read; (read = await context.Request.Body.ReadAsync(buffer, either.Token)) > 0;)
            {
                all.Write(buffer, 0, read);
                if (all.Length > most)
                    return (null, TooLarge());
            }
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, TooLarge());
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            return (null, Refuse(context, hook, StatusCodes.Status408RequestTimeout, "Too slow", $"The body did not arrive within {Patience.TotalSeconds:0} s."));
        }

        return (all.ToArray(), null);
    }

    private IResult Refuse(HttpContext context, Hook? hook, int status, string title, string detail, string? help = null)
    {
        Note(context, hook, status);
        return Problems.Of(status, title, detail, help);
    }

    /// <summary>On record without body, headers or a name that a stranger made up.</summary>
    private void Note(HttpContext context, Hook? hook, int status)
    {
        metrics.Refused(status);
        refusals.Note(context, $"{(hook is null ? "anonymous" : $"webhook:{hook.Name}")}@{context.Connection.RemoteIpAddress}", "webhook.refused", $"{status}");
    }

    [LoggerMessage(7201, LogLevel.Error, "The webhook {Hook} has no usable secret: {Message}")]
    private partial void NoSecret(string hook, string message);
}
