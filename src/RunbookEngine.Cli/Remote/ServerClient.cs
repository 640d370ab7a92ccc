using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Remote;

/// <summary>Asks a server; what it refuses becomes a failure with the exit code that the same refusal has on this machine.</summary>
internal sealed class ServerClient : IDisposable
{
    /// <summary>A plan over many pairs takes the arrays a while.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 160 };

    private readonly HttpClient _http;

    public ServerClient(Uri address, string key)
    {
        _http = new HttpClient(Handler()) { BaseAddress = new Uri(address, "api/v1/"), Timeout = Patience };
        if (key.Any(c => c is <= ' ' or > '~'))
            throw new CommandFailure(Exit.Usage, "the key holds characters that no key has");
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        Address = address;
    }

    public Uri Address { get; }

    public Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, null, null, cancellationToken);

    /// <returns>Null when it is not there.</returns>
    public async Task<JsonElement?> FindAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await AnswerAsync(HttpMethod.Get, path, null, null, cancellationToken);
        return answer.StatusCode == HttpStatusCode.NotFound ? null : await ReadAsync(answer, cancellationToken);
    }

    /// <summary>A file.</summary>
    public async Task<byte[]> GetBytesAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await AnswerAsync(HttpMethod.Get, path, null, null, cancellationToken);
        if (!answer.IsSuccessStatusCode)
            await ReadAsync(answer, cancellationToken);
        return await answer.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    public Task<JsonElement> PostAsync(string path, object body, CancellationToken cancellationToken, string? idempotencyKey = null) =>
        SendAsync(HttpMethod.Post, path, JsonContent.Create(body), idempotencyKey, cancellationToken);

    public Task<JsonElement> PutTextAsync(string path, string text, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Put, path, new StringContent(text, System.Text.Encoding.UTF8, "application/yaml"), null, cancellationToken);

    public Task<JsonElement> DeleteAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Delete, path, null, null, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, HttpContent? body, string? idempotencyKey, CancellationToken cancellationToken)
    {
        using var answer = await AnswerAsync(method, path, body, idempotencyKey, cancellationToken);
        return await ReadAsync(answer, cancellationToken);
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpMethod method, string path, HttpContent? body, string? idempotencyKey, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        try
        {
            return await _http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw new CommandFailure(Exit.Unreachable, $"the server {Address} cannot be reached: {e.InnerException?.Message ?? e.Message}", $"check the address, and that the server runs; a private authority is named with {ServerAddress.AuthorityVariable}", e);
        }
        catch (TaskCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandFailure(Exit.Unreachable, $"the server {Address} has not answered for {Patience.TotalMinutes:0} minutes", null, e);
        }
    }

    private async Task<JsonElement> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        JsonElement json;
        try
        {
            json = text.Length == 0 ? default : JsonElement.Parse(text, Deep);
        }
        catch (JsonException e)
        {
            throw new CommandFailure(Exit.Unreachable, $"what answers at {Address} is no runbook server ({(int)answer.StatusCode})", null, e);
        }

        return answer.IsSuccessStatusCode ? json : throw ServerProblem.Of(answer.StatusCode, json);
    }

    private static SocketsHttpHandler Handler()
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(15) };
        if (Environment.GetEnvironmentVariable(ServerAddress.AuthorityVariable) is not { Length: > 0 } file)
            return handler;
        try
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPemFile(file);
            handler.SslOptions.CertificateChainPolicy = policy;
            return handler;
        }
        catch (Exception e) when (e is IOException or CryptographicException or UnauthorizedAccessException)
        {
            throw new CommandFailure(Exit.Usage, $"{ServerAddress.AuthorityVariable}: {file} cannot be read: {e.Message}");
        }
    }
}
