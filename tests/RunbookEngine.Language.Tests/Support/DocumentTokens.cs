using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using RunbookEngine.Language.Documents;

namespace RunbookEngine.Language.Tests.Support;

/// <summary>Reads a document as JSON tokens whose line number is the place of the node in the list it gives back.</summary>
/// <remarks>A map starts where its first key does, so real positions could not tell them apart.</remarks>
internal sealed class DocumentTokens(DocumentNode root) : JsonReader, IJsonLineInfo
{
    private readonly IEnumerator<(JsonToken Token, object? Value, DocumentNode Node)> _tokens = Walk(root).GetEnumerator();
    private readonly List<DocumentNode> _nodes = [];

    public static (JToken Token, IReadOnlyList<DocumentNode> Nodes) Read(DocumentNode root)
    {
        using var reader = new DocumentTokens(root) { MaxDepth = 2 * DocumentLimits.Depth };
        return (JToken.Load(reader), reader._nodes);
    }

    public int LineNumber => _nodes.Count - 1;

    public int LinePosition => 1;

    public bool HasLineInfo() => true;

    public override bool Read()
    {
        if (!_tokens.MoveNext())
        {
            SetToken(JsonToken.None);
            return false;
        }

        var (token, value, node) = _tokens.Current;
        _nodes.Add(node);
        SetToken(token, value);
        return true;
    }

    private static IEnumerable<(JsonToken Token, object? Value, DocumentNode Node)> Walk(DocumentNode node)
    {
        switch (node)
        {
            case MapNode map:
                yield return (JsonToken.StartObject, null, map);
                foreach (var (key, value) in map.Entries)
                {
                    yield return (JsonToken.PropertyName, key.Raw, key);
                    foreach (var token in Walk(value))
                        yield return token;
                }

                yield return (JsonToken.EndObject, null, map);
                break;
            case ListNode list:
                yield return (JsonToken.StartArray, null, list);
                foreach (var token in list.Items.SelectMany(Walk))
                    yield return token;
                yield return (JsonToken.EndArray, null, list);
                break;
            case ScalarNode scalar:
                yield return Scalar(scalar);
                break;
        }
    }

    private static (JsonToken Token, object? Value, DocumentNode Node) Scalar(ScalarNode scalar) => scalar.Value switch
    {
        ScalarValue.Null => (JsonToken.Null, null, scalar),
        ScalarValue.Boolean b => (JsonToken.Boolean, b.Value, scalar),
        ScalarValue.Integer i when i.Value >= long.MinValue && i.Value <= long.MaxValue => (JsonToken.Integer, (long)i.Value, scalar),
        ScalarValue.Integer i => (JsonToken.Float, (double)i.Value, scalar),
        ScalarValue.Number n => (JsonToken.Float, n.Value, scalar),
        _ => (JsonToken.String, scalar.Raw, scalar),
    };
}
