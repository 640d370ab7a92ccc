using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Activities.Web;
using RunbookEngine.Secrets;

namespace RunbookEngine.Activities.Tickets;

/// <summary>Speaks JSON with a ticket system: one request, a bounded answer, and errors that say what to mend.</summary>
/// <param name="product">For messages: ServiceNow, Jira.</param>
/// <param name="timeout">Longest time of one request, the answer included.</param>
internal sealed class TicketHttp(string product, WebConnection connection, WebClients clients, TimeProvider clock, TimeSpan timeout)
{
    /// <summary>Bytes of an answer; a change record with its notes is a few hundred kilobytes at most.</summary>
    public const int MaxAnswer = 4 * 1024 * 1024;

    public Uri Root => connection.Url;

    public Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, null, cancellationToken);

    /// <returns>The answer; undefined when it has no body (204).</returns>
    /// <exception cref="TicketSystemException">There is no answer, or one that is no success.</exception>
    public async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        var (authorization, mask) = await AuthorizeAsync(cancellationToken);
        using var limit = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var request = Describe(method, new Uri(Root, path), body, authorization);
            using var response = await clients.For(connection.Tls).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return Judge(response, await ReadAsync(response, either.Token), mask);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TicketSystemException($"{product} at {Root.Host} gave no answer within {timeout.TotalSeconds:0} s", mayPass: true);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new TicketSystemException($"{product} at {Root.Host} was not reached: {mask.Apply(e.Message)}", mayPass: true, e);
        }
    }

    private async Task<(AuthenticationHeaderValue? Header, SecretMask Mask)> AuthorizeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var (header, secrets) = await connection.AuthorizeAsync(cancellationToken) ?? (null!, []);
            return (header, KnownSecrets.MaskWith(secrets));
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            throw new TicketSystemException($"credentials for {product} at {Root.Host}: {e.Message}", inner: e);
        }
    }

    private HttpRequestMessage Describe(HttpMethod method, Uri url, object? body, AuthenticationHeaderValue? authorization)
    {
        var request = new HttpRequestMessage(method, url);
        request.Headers.Authorization = authorization;
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", "runbook");
        foreach (var (name, value) in connection.Headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }
        if (body is not null)
        {
            request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        }
        return request;
    }

    private async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        for (int count; (count = await stream.ReadAsync(chunk, cancellationToken)) > 0;)
        {
            buffer.Write(chunk, 0, count);
            if (buffer.Length > MaxAnswer)
            {
                throw new TicketSystemException($"{product} at {Root.Host} answered with more than {MaxAnswer / 1024 / 1024} MiB; that is no change ticket");
            }
        }
        return buffer.ToArray();
    }

    private JsonElement Judge(HttpResponseMessage response, byte[] body, SecretMask mask)
    {
        var status = (int)response.StatusCode;
        if (status is >= 300 and < 400)
        {
            throw new TicketSystemException(
                $"{product} at {Root.Host} answered {status} and points {(HttpAnswer.LocationOf(response) is { } location ? $"to {mask.Apply(location)}" : "elsewhere")}, most likely a login page: credentials are missing or wrong, or 'url' is not its address");
        }
        if (status is >= 200 and < 300)
        {
            return body.Length == 0 || response.StatusCode == HttpStatusCode.NoContent ? default : Json(response, body);
        }
        var said = mask.Apply(TicketErrorText.Of(body));
        throw status switch
        {
            401 => new TicketSystemException($"{product} at {Root.Host} does not accept the credentials (401{said}); mend what 'credentials' or 'token' of the connection leads to"),
            403 => new TicketSystemException($"{product} at {Root.Host} forbids this to its user (403{said}){Captcha(response)}; give the user the role, or the record the permission"),
            404 => new TicketSystemException($"{product} at {Root.Host} has no such record, or hides it from its user (404{said})"),
            408 or 429 or >= 500 => new TicketSystemException($"{product} at {Root.Host} answered {status}{said}", mayPass: true, retryAfter: RetryAfter(response)),
            _ => new TicketSystemException($"{product} at {Root.Host} refused: {status}{said}"),
        };
    }

    /// <summary>A sleeping instance and a login page both answer 200 with HTML.</summary>
    private JsonElement Json(HttpResponseMessage response, byte[] body)
    {
        var type = response.Content.Headers.ContentType?.MediaType ?? "";
        if (type.Contains("html", StringComparison.OrdinalIgnoreCase) || body.AsSpan().TrimStart(" \r\n\t"u8).StartsWith("<"u8))
        {
            throw new TicketSystemException(
                $"{product} at {Root.Host} answered with a web page instead of JSON: the instance sleeps, a login page is in the way, or 'url' is not its address", mayPass: true);
        }
        try
        {
            return JsonElement.Parse(body);
        }
        catch (JsonException e)
        {
            throw new TicketSystemException($"{product} at {Root.Host} answered with something that is no JSON", mayPass: true, e);
        }
    }

    /// <summary>Jira stops accepting a password after too many wrong ones and says so in a header.</summary>
    private static string Captcha(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-Authentication-Denied-Reason", out var reasons) && string.Concat(reasons).Contains("CAPTCHA", StringComparison.Ordinal)
            ? ": too many wrong logins, log in by browser once" : "";

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var header = response.Headers.RetryAfter;
        var span = header?.Delta ?? (header?.Date is { } date ? date - clock.GetUtcNow() : null);
        return span is { } wait && wait > TimeSpan.Zero ? wait : null;
    }
}
