namespace RunbookEngine.Simulator.Topologies;

/// <summary>The mistakes of one file, as they are found. After <see cref="Max"/> the rest is not kept.</summary>
internal sealed class Mistakes(string file)
{
    public const int Max = 200;

    private readonly List<TopologyDiagnostic> _found = [];

    public bool Any => _found.Count > 0;

    public void Add(YamlNode at, string message, string? help)
    {
        if (_found.Count < Max)
            _found.Add(new(file, at.Line, at.Column, message, help));
    }

    public IReadOnlyList<TopologyDiagnostic> InOrder() => [.. _found.OrderBy(d => d.Line).ThenBy(d => d.Column)];
}
