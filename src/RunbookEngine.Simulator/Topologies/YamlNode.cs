namespace RunbookEngine.Simulator.Topologies;

/// <summary>A node of a topology file with its place, line and column from 1.</summary>
internal abstract record YamlNode(int Line, int Column);

/// <param name="Quoted">Text in quotes or a block: never a number or null.</param>
internal sealed record YamlScalar(int Line, int Column, string Text, bool Quoted) : YamlNode(Line, Column)
{
    public bool IsNull => !Quoted && Text is "" or "~" or "null";
}

internal sealed record YamlSequence(int Line, int Column, IReadOnlyList<YamlNode> Items) : YamlNode(Line, Column);

internal sealed record YamlMapping(int Line, int Column, IReadOnlyList<KeyValuePair<YamlScalar, YamlNode>> Entries) : YamlNode(Line, Column);
