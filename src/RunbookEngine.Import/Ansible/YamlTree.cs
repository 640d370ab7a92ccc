using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace RunbookEngine.Import.Ansible;

/// <summary>Short ways to read YAML that was written for Ansible. Tags such as <c>!vault</c> are kept.</summary>
internal static class YamlTree
{
    /// <summary>The root of a file; null for an empty one.</summary>
    /// <exception cref="NotReadException">It is no YAML.</exception>
    public static YamlNode? Read(string name, string text)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count > 1)
                throw new NotReadException($"{name}:{stream.Documents[1].RootNode.Start.Line}: a second document begins here; Ansible reads one in a file");
            return stream.Documents.Count > 0 ? stream.Documents[0].RootNode : null;
        }
        catch (YamlException e)
        {
            throw new NotReadException($"{name}:{e.Start.Line}:{e.Start.Column}: this is not YAML: {e.Message}");
        }
    }

    public static YamlNode? At(this YamlNode? node, string key) =>
        node is YamlMappingNode map ? map.Children.FirstOrDefault(c => c.Key is YamlScalarNode scalar && scalar.Value == key).Value : null;

    public static string? Text(this YamlNode? node) => node is YamlScalarNode { Value: { } value } ? value : null;

    public static IReadOnlyList<(string Key, YamlNode Value)> Entries(this YamlNode? node) =>
        node is YamlMappingNode map ? [.. map.Children.Select(c => ((c.Key as YamlScalarNode)?.Value ?? "", c.Value))] : [];

    public static IReadOnlyList<YamlNode> Items(this YamlNode? node) => node switch
    {
        YamlSequenceNode list => [.. list.Children],
        null => [],
        _ => [node],
    };

    public static bool IsVault(this YamlNode? node) => node is not null && !node.Tag.IsEmpty && node.Tag.Value.Contains("vault", StringComparison.Ordinal);

    public static int Line(this YamlNode node) => (int)node.Start.Line;

    /// <summary>The last line that a node writes on.</summary>
    public static int EndLine(this YamlNode node) => node switch
    {
        YamlMappingNode map => map.Children.Select(c => Math.Max(c.Key.EndLine(), c.Value.EndLine())).DefaultIfEmpty(node.Line()).Max(),
        YamlSequenceNode list => list.Children.Select(EndLine).DefaultIfEmpty(node.Line()).Max(),
        _ => Math.Max(node.Line(), node.End.Column <= 1 ? (int)node.End.Line - 1 : (int)node.End.Line),
    };
}

/// <summary>A file cannot be read; the message has its place.</summary>
public sealed class NotReadException(string message) : Exception(message);
