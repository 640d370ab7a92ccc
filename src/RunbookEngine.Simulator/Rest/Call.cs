using System.Text;
using System.Text.Json;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Rest;

/// <summary>One request while it is answered: who asks, what for, and the means to answer.</summary>
internal sealed class Call
{
    public const int MaxJsonDepth = 16;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private JsonDocument? _body;

    public required RestServer Server { get; init; }

    public required SimRequest Request { get; init; }

    /// <summary>Decoded path below /ConfigurationManager without the storage id: v1, objects, ...</summary>
    public required IReadOnlyList<string> Segments { get; init; }

    public required IReadOnlyDictionary<string, string> Values { get; init; }

    public required IReadOnlyDictionary<string, string> Query { get; init; }

    /// <summary>Null for the few open requests.</summary>
    public Session? Session { get; init; }

    /// <summary>The job this request started, if it did.</summary>
    public ArrayJob? Job { get; private set; }

    public SimulatedArray Array => Server.Array;

    public SimulatedArrays World => Server.Array.World;

    public UserSpec User => Session!.User;

    public string this[string name] => Values[name];

    /// <summary>Links in answers; path only, without the storage id.</summary>
    public const string Base = "/ConfigurationManager/v1/objects/";

    public bool NoWait =>
        string.Equals(Request.Headers["Job-Mode-Wait-Configuration-Change"], "NoWait", StringComparison.OrdinalIgnoreCase);

    /// <summary>The attributes of the body itself.</summary>
    public BodyFields Body() => new(Root());

    /// <summary>The attributes inside <c>parameters</c>; no body at all is an empty set, <c>{}</c> is refused.</summary>
    public BodyFields Parameters()
    {
        if (Root() is not { } root)
            return new(null);
        var outer = new BodyFields(root);
        var inner = outer.Object("parameters");
        outer.Done();
        return inner ?? throw BodyFields.Missing("parameters");
    }

    /// <summary>For actions without any parameter; an empty set is taken too.</summary>
    public void NoParameters()
    {
        if (Root() is not null)
            Parameters().Done();
    }

    public string RequiredQuery(string name) =>
        Query.GetValueOrDefault(name) is { Length: > 0 } value ? value : throw BodyFields.Missing(name);

    public int? QueryInt(string name, int min, int max) =>
        Query.GetValueOrDefault(name) is not { Length: > 0 } text ? null
        : int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var n) && n >= min && n <= max ? n
        : throw BodyFields.Invalid(name);

    /// <summary>Whole numbers apart by commas; null when the parameter is not there.</summary>
    public IReadOnlySet<int>? QueryInts(string name, int min, int max, int most)
    {
        if (Query.GetValueOrDefault(name) is not { Length: > 0 } text)
            return null;
        var numbers = new HashSet<int>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!int.TryParse(part, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var n) || n < min || n > max)
                throw BodyFields.Invalid(name);
            numbers.Add(n);
        }
        return numbers.Count <= most ? numbers : throw BodyFields.Invalid(name);
    }

    public bool QueryFlag(string name) => Query.GetValueOrDefault(name)?.ToLowerInvariant() switch
    {
        null or "" or "false" => false,
        "true" => true,
        _ => throw BodyFields.Invalid(name),
    };

    /// <summary>Accepts the request: 202 and a job.</summary>
    public SimResponse Accept(JobPlan plan)
    {
        Job = Server.Jobs.Accept(this, plan);
        return SimResponse.Json(202, Job.ToJson());
    }

    private JsonElement? Root()
    {
        if (_body is null)
        {
            if (Request.Body.Length == 0 || Encoding.UTF8.GetString(Request.Body.Span).Trim().Length == 0)
                return null;
            try
            {
                _ = StrictUtf8.GetCharCount(Request.Body.Span);
                _body = JsonDocument.Parse(Request.Body, new JsonDocumentOptions { MaxDepth = MaxJsonDepth });
            }
            catch (DecoderFallbackException)
            {
                throw Refusal.BadRequest("The request body is not valid UTF-8.");
            }
            catch (JsonException e)
            {
                throw Refusal.BadRequest($"The request body is not valid JSON. (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})");
            }
        }
        return _body.RootElement.ValueKind == JsonValueKind.Object
            ? _body.RootElement
            : throw Refusal.BadRequest("The request body is not a JSON object.");
    }
}
