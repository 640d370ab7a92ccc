using System.Net;
using System.Text;

namespace RunbookEngine.Arrays.Tests.Fakes;

/// <summary>A request as it came over the wire.</summary>
internal sealed record Seen(string Method, string Host, string PathAndQuery, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string Line => $"{Method} {PathAndQuery}";
}

/// <summary>Answers with raw text, as a script says, and checks session tokens as an array does. It shares no types with the client.</summary>
internal sealed class ScriptedArray(string storageDeviceId) : HttpMessageHandler
{
    public const string InvalidToken = """{"errorSource":"/ConfigurationManager/v1/objects/x","message":"The specified token is invalid.","messageId":"KART40010-E"}""";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<Func<Seen, HttpResponseMessage>>> _script = [];
    private readonly List<Seen> _requests = [];
    private readonly List<string> _tokens = [];
    private readonly HashSet<string> _deadHosts = [];
    private int _sessions;
    private int _inFlight;

    public string Root => $"/ConfigurationManager/v1/objects/storages/{storageDeviceId}";

    public int Logins => _sessions;

    public int Discards { get; private set; }

    public int KeepAlives { get; private set; }

    public int MostInFlight { get; private set; }

    /// <summary>When set, requests wait here once they are counted.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>What a login answers instead of a session.</summary>
    public Queue<Func<HttpResponseMessage>> LoginAnswers { get; } = new();

    /// <summary>Called for every request that is no session request.</summary>
    public Action<Seen>? OnRequest { get; set; }

    /// <summary>Every request but those on sessions.</summary>
    public IReadOnlyList<Seen> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    public string LastLoginBody { get; private set; } = "";

    public string LastLoginAuthorization { get; private set; } = "";

    /// <summary>Token of the newest session.</summary>
    public string Token => $"token-{storageDeviceId}-{_sessions}";

    /// <summary>Adds an answer for a request line relative to the array's objects, <c>GET journals?journalInfo=basic</c>; the last one stays.</summary>
    public ScriptedArray On(string line, int status, string body, params (string Name, string Value)[] headers) => On(line, _ => Answer(status, body, headers));

    public ScriptedArray On(string line, Func<Seen, HttpResponseMessage> answer)
    {
        lock (_gate)
        {
            var (method, path) = (line.Split(' ')[0], line.Split(' ', 2)[1]);
            var key = path.StartsWith('/') ? line : $"{method} {Root}/{path}";
            if (!_script.TryGetValue(key, out var answers))
            {
                _script[key] = answers = new Queue<Func<Seen, HttpResponseMessage>>();
            }
            answers.Enqueue(answer);
        }
        return this;
    }

    public void ExpireSessions()
    {
        lock (_gate)
        {
            _tokens.Clear();
        }
    }

    public void Kill(string host) => _deadHosts.Add(host);

    public static HttpResponseMessage Answer(int status, string body, params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status)
        {
            Content = new StringContent(body, Encoding.UTF8, body.StartsWith('<') ? "text/html" : "application/json"),
        };
        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }
        return response;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri!;
        if (_deadHosts.Contains(uri.Host))
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused");
        }
        _ = request.Content?.Headers.ContentLength; // listed among the headers only once it was asked for
        var headers = request.Headers.Concat(request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>())
            .ToDictionary(h => h.Key, h => string.Join(",", h.Value));
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var seen = new Seen(request.Method.Method, uri.Host, uri.PathAndQuery, headers, body);
        return seen.PathAndQuery.StartsWith($"{Root}/sessions", StringComparison.Ordinal) ? Session(seen) : await OrdinaryAsync(seen, cancellationToken);
    }

    private HttpResponseMessage Session(Seen seen)
    {
        lock (_gate)
        {
            if (seen.Method == "POST")
            {
                (LastLoginBody, LastLoginAuthorization) = (seen.Body, seen.Headers["Authorization"]);
                if (LoginAnswers.TryDequeue(out var answer))
                {
                    return answer();
                }
                _sessions++;
                _tokens.Add(Token);
                return Answer(200, $$"""{"token":"{{Token}}","sessionId":{{_sessions}}}""");
            }
            if (!IsLive(seen, "Authorization"))
            {
                return Answer(401, InvalidToken);
            }
            if (seen.Method == "GET")
            {
                KeepAlives++;
                return Answer(200, """{"sessionId":1,"userId":"maintenance"}""");
            }
            Discards++;
            _tokens.Remove(seen.Headers["Authorization"]["Session ".Length..]);
            return Answer(200, "");
        }
    }

    private bool IsLive(Seen seen, string header) =>
        seen.Headers.TryGetValue(header, out var value) && value.StartsWith("Session ", StringComparison.Ordinal) && _tokens.Contains(value["Session ".Length..]);

    private async Task<HttpResponseMessage> OrdinaryAsync(Seen seen, CancellationToken cancellationToken)
    {
        Func<Seen, HttpResponseMessage> answer;
        lock (_gate)
        {
            _requests.Add(seen);
            MostInFlight = Math.Max(MostInFlight, ++_inFlight);
            if (!IsLive(seen, "Authorization"))
            {
                answer = _ => Answer(401, InvalidToken);
            }
            else if (_script.TryGetValue(seen.Line, out var answers))
            {
                answer = answers.Count > 1 ? answers.Dequeue() : answers.Peek();
            }
            else
            {
                answer = _ => Answer(404, """{"errorSource":"/x","message":"The resource was not found.","messageId":"KART20009-E"}""");
            }
        }
        try
        {
            OnRequest?.Invoke(seen);
            await Gate.WaitAsync(cancellationToken);
            return answer(seen);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }
}
