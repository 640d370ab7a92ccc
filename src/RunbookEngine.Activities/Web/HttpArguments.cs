using System.Text.Json;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Sinks;

namespace RunbookEngine.Activities.Web;

/// <summary>Arguments of <c>http</c>.</summary>
internal sealed record HttpArguments
{
    public required HttpMethod Method { get; init; }

    public required Uri Url { get; init; }

    public WebConnection? Connection { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public string? Body { get; init; }

    public required string ContentType { get; init; }

    /// <summary>Statuses that mean success; empty: 200 to 299.</summary>
    public required IReadOnlySet<int> Expect { get; init; }

    public required OnUnknown OnUnknown { get; init; }

    /// <summary>GET and HEAD change nothing, so nothing needs to be announced.</summary>
    public bool ChangesNothing => Method == HttpMethod.Get || Method == HttpMethod.Head;

    public bool Expects(int status) => Expect.Count == 0 ? status is >= 200 and <= 299 : Expect.Contains(status);

    public static HttpArguments Read(StepContext step, StepArguments arguments)
    {
        var connection = arguments.OptionalText("connection") is { } name ? WebConnection.Find(step, name) : null;
        var method = new HttpMethod(arguments.Choice("method", "GET", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"));
        var body = arguments.Find("body");
        var json = body is { ValueKind: JsonValueKind.Object or JsonValueKind.Array };
        var headers = Together(connection?.Headers, WebHeaders.Read(arguments));
        return new HttpArguments
        {
            Method = method,
            Connection = connection,
            Url = Address(arguments, connection),
            Headers = headers,
            Body = json ? body!.Value.GetRawText() : arguments.OptionalText("body"),
            ContentType = headers.GetValueOrDefault("Content-Type") ?? (json ? "application/json" : "text/plain; charset=utf-8"),
            Expect = arguments.Texts("expect")
                .Select(c => int.TryParse(c, out var code) ? code : throw arguments.Wrong("expect", $"holds '{c}'", "HTTP status codes"))
                .ToHashSet(),
            OnUnknown = arguments.Find("onUnknown") is null && (method == HttpMethod.Get || method == HttpMethod.Head) ? OnUnknown.Retry
                : OnUnknowns.Read(arguments),
        };
    }

    private static Uri Address(StepArguments arguments, WebConnection? connection)
    {
        var text = arguments.Text("url");
        if (SinkText.HasControl(text, mayHaveLines: false) || SinkText.HasLoneSurrogate(text))
        {
            throw arguments.Wrong("url", "holds a line break or another control character", "an address on one line");
        }
        if (connection is null)
        {
            return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
                ? url
                : throw arguments.Wrong("url", "is no absolute http or https address", "one, or a path together with 'connection'");
        }
        var under = text.StartsWith("http://", StringComparison.Ordinal) || text.StartsWith("https://", StringComparison.Ordinal)
            ? Parsed(text)
            : Uri.TryCreate(connection.Url, text.TrimStart('/'), out var joined) ? joined : throw Bad();
        InvalidArgumentsException Bad() => arguments.Wrong("url", "is no address", "an http or https address, or a path under the connection's");
        Uri Parsed(string whole) => Uri.TryCreate(whole, UriKind.Absolute, out var url) ? url : throw Bad();
        return under.AbsoluteUri.StartsWith(connection.Url.AbsoluteUri, StringComparison.Ordinal)
            || under.AbsoluteUri + "/" == connection.Url.AbsoluteUri
            ? under
            : throw arguments.Wrong("url", $"leads away from the connection's {connection.Url}",
            "under it, so that its credentials go nowhere else");
    }

    private static Dictionary<string,
        string> Together(IReadOnlyDictionary<string, string>? first, IReadOnlyDictionary<string, string> second)
    {
        var all = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in (first ?? new Dictionary<string, string>()).Concat(second))
        {
            all[name] = value;
        }
        return all;
    }
}
