using System.Text.Json;

namespace RunbookEngine.Language.Shape;

/// <summary>A JSON Schema document of this language: its root and its definitions.</summary>
internal sealed class SchemaDocument
{
    private const string Prefix = "#/definitions/";

    private readonly Dictionary<string, SchemaNode> _definitions;

    public SchemaDocument(ReadOnlyMemory<byte> text)
    {
        // Never disposed: the nodes read from it as long as the process lives.
        var root = JsonDocument.Parse(text).RootElement;
        Root = new SchemaNode(root, this);
        _definitions = root.TryGetProperty("definitions", out var all) ? all.EnumerateObject().ToDictionary(d => d.Name, d => new SchemaNode(d.Value, this)) : [];
    }

    public SchemaNode Root { get; }

    public IReadOnlyDictionary<string, SchemaNode> Definitions => _definitions;

    /// <exception cref="InvalidOperationException">The document refers to something that it does not define.</exception>
    public SchemaNode Resolve(string reference) =>
        reference.StartsWith(Prefix, StringComparison.Ordinal) && _definitions.TryGetValue(reference[Prefix.Length..], out var found)
            ? found
            : throw new InvalidOperationException($"The schema refers to {reference}, which it does not define.");
}
