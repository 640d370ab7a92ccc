using System.Text;
using RunbookEngine.Arrays.Connections;
using RunbookEngine.Arrays.Errors;

namespace RunbookEngine.Arrays.Transport;

/// <summary>One REST server of an array. E, G and F series have two that share the array's state but neither sessions nor jobs.</summary>
internal sealed class Controller : IDisposable
{
    private readonly HttpClient _http;
    private readonly ArrayConnection _connection;
    private readonly SemaphoreSlim _slots;
    private readonly Action? _permit;
    private readonly Reachability _reach;
    private readonly TimeProvider _clock;

    public Controller(
        ArrayConnection connection, Uri endpoint, HttpMessageHandler handler, SemaphoreSlim slots, Reachability reach, TimeProvider clock, Action? permit = null)
    {
        _connection = connection;
        _slots = slots;
        _reach = reach;
        _clock = clock;
        _permit = permit;
        Endpoint = new Uri(endpoint, "/");
        _http = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public Uri Endpoint { get; }

    /// <summary>It has answered before, so a failure to reach it now may pass.</summary>
    public bool HasAnswered { get; private set; }

    /// <summary>Sends once and reads the whole answer, whatever its status.</summary>
    /// <exception cref="ArrayApiException">Not reached, or no answer came back.</exception>
    public async Task<ArrayAnswer> ExchangeAsync(HttpCall call, string authorization, string? remoteToken, CancellationToken cancellationToken)
    {
        _reach.Demand(call.Text);
        await _slots.WaitAsync(cancellationToken);
        var begun = _clock.GetUtcNow();
        // Real time on purpose: this guards against a network that says nothing, which no simulated clock knows about.
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_connection.Limits.RequestTimeout);
        using var watch = _reach.OneTry is { } oneTry ? new SilenceWatch(this, oneTry, () => _reach.Quiet(begun), deadline) : null;
        try
        {
            _reach.Demand(call.Text);
            using var request = Build(call, authorization, remoteToken);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            HasAnswered = true;
            _reach.Answered();
            var body = await AnswerBody.ReadAsync(response, _connection.Limits.MaxAnswerBytes, deadline.Token)
                ?? throw new ArrayApiException(TransportErrors.TooBig(_connection, Endpoint, call, (int)response.StatusCode));
            return new ArrayAnswer(this, response.StatusCode, body, RetryAfter(response));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            var error = TransportErrors.From(e, _connection, Endpoint, call, watch is { GaveUp: true } ? _reach.OneTry : null);
            if (error.MayPass || error.Kind == ArrayErrorKind.AnswerLost)
            {
                _reach.Silent(Endpoint, begun);
            }
            throw new ArrayApiException(error, e);
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Asks without a session who is there, in real time. Whatever answer comes, somebody answers.</summary>
    public async Task<bool> AnswersAsync(TimeSpan within)
    {
        using var deadline = new CancellationTokenSource(within);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Endpoint, Wire.ArrayPath.Storages));
            request.Headers.TryAddWithoutValidation("Accept", "application/json");
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            _reach.Answered();
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            return false;
        }
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter?.Delta;

    private HttpRequestMessage Build(HttpCall call, string authorization, string? remoteToken)
    {
        var request = new HttpRequestMessage(new HttpMethod(call.Method), new Uri(Endpoint, call.Path));
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        request.Headers.ExpectContinue = false;
        if (remoteToken is not null)
        {
            request.Headers.TryAddWithoutValidation("Remote-Authorization", $"Session {remoteToken}");
        }
        foreach (var (name, value) in call.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        if (call.Method != "GET")
        {
            // Content even where there is none to send: the array wants a Content-Length, and a request without content
            // would be sent a second time by the connection pool when a kept-alive connection closes without an answer.
            request.Content = new PermittedContent(Encoding.UTF8.GetBytes(call.Body ?? ""), call.ChangesState ? _permit : null);
            if (call.Body is not null)
            {
                request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
            }
        }
        return request;
    }
}
