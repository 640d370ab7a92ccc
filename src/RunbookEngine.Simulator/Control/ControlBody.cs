using System.Text;
using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Topologies;

namespace RunbookEngine.Simulator.Control;

/// <summary>The body of a control request. JSON is YAML, so it is read by the reader of topologies: same keys, same units, same help.</summary>
internal static class ControlBody
{
    /// <summary>Reads one mapping, or each of a list; wrong ones are answered 400 with every mistake.</summary>
    public static SimResponse Read<T>(SimRequest request, string what, Func<Fields, T> read, Func<IReadOnlyList<T>, SimResponse> answer)
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(request.Body.Span);
        }
        catch (DecoderFallbackException)
        {
            return Wrong([new("body", 1, 1, "the body is not UTF-8 text", null)]);
        }
        var (root, error) = YamlTree.Read(text, "body");
        if (error is not null)
            return Wrong([error]);
        IEnumerable<YamlMapping?> maps = root switch
        {
            YamlMapping map => [map],
            YamlSequence list => list.Items.Select(i => i as YamlMapping),
            _ => [null],
        };
        var mistakes = new Mistakes("body");
        var items = new List<T>();
        foreach (var map in maps)
        {
            if (map is null)
            {
                mistakes.Add(root ?? new YamlScalar(1, 1, "", false), $"{what} is an object", "Send {\"key\": value}.");
                continue;
            }
            var fields = new Fields(map, mistakes, what);
            items.Add(read(fields));
        }
        return mistakes.Any ? Wrong(mistakes.InOrder()) : answer(items);
    }

    public static SimResponse Wrong(IReadOnlyList<TopologyDiagnostic> mistakes) => SimResponse.Json(400, new JsonObject
    {
        ["message"] = mistakes[0].Message,
        ["mistakes"] = new JsonArray([.. mistakes.Select(m => new JsonObject { ["line"] = m.Line, ["column"] = m.Column, ["message"] = m.Message, ["help"] = m.Help })]),
    });

    /// <summary>An error of the control address itself.</summary>
    public static SimResponse Error(int status, string message) => SimResponse.Json(status, new JsonObject { ["message"] = message });
}
