using RunbookEngine.Import.Cci.Values;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace RunbookEngine.Import.Ansible;

/// <summary>Where a variable is set; a later one wins.</summary>
/// <remarks>Source: Ansible documentation, variable precedence.</remarks>
internal enum Layer
{
    RoleDefaults,
    Inventory,
    Play,
    PlayFiles,
    Role,
    Task,
    Included,
    Facts,
    RoleParameters,
    Loop,
    Extra,
}

/// <summary>The variables of a playbook at one point.</summary>
internal sealed class PlayVariables
{
    private readonly Dictionary<string, YamlNode>[] _layers = [.. Enum.GetValues<Layer>().Select(_ => new Dictionary<string, YamlNode>(StringComparer.Ordinal))];
    private readonly Dictionary<YamlNode, ShellValue> _fixed = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<YamlNode, string> _unknown = new(ReferenceEqualityComparer.Instance);

    public void Set(Layer layer, string name, YamlNode value) => _layers[(int)layer][name] = value;

    public void SetAll(Layer layer, YamlNode? map)
    {
        foreach (var (key, value) in map.Entries())
            Set(layer, key, value);
    }

    public YamlNode? Find(string name)
    {
        for (var layer = _layers.Length - 1; layer >= 0; layer--)
        {
            if (_layers[layer].TryGetValue(name, out var value))
                return value;
        }

        return null;
    }

    /// <summary>What a layer holds now, to be put back behind a task, a loop or a role.</summary>
    public IReadOnlyDictionary<string, YamlNode> Keep(Layer layer) => new Dictionary<string, YamlNode>(_layers[(int)layer]);

    public void Restore(Layer layer, IReadOnlyDictionary<string, YamlNode> kept) => _layers[(int)layer] = new(kept, StringComparer.Ordinal);

    /// <summary>A new play: what belonged to the one before is gone; facts stay.</summary>
    public void NextPlay()
    {
        foreach (var layer in (Layer[])[Layer.RoleDefaults, Layer.Play, Layer.PlayFiles, Layer.Role, Layer.Task, Layer.RoleParameters, Layer.Loop])
            _layers[(int)layer].Clear();
    }

    /// <summary>From here on nobody can say what it holds.</summary>
    public void Forget(string name, string why) => Set(Layer.Facts, name, Unknown(why));

    /// <summary>Names whose facts differ from what they were may or may not have been set.</summary>
    public void ForgetChanges(IReadOnlyDictionary<string, YamlNode> facts, string why)
    {
        foreach (var (name, value) in _layers[(int)Layer.Facts].ToList())
        {
            if (!facts.TryGetValue(name, out var before) || !ReferenceEquals(before, value))
                Forget(name, $"`{name}` {why}");
        }
    }

    public YamlNode Unknown(string why)
    {
        var node = new YamlScalarNode("");
        _unknown[node] = why;
        return node;
    }

    public string? WhyUnknown(YamlNode node) => _unknown.GetValueOrDefault(node);

    public YamlNode Fix(ShellValue value, ScalarStyle style)
    {
        var node = new YamlScalarNode(value.Template) { Style = style };
        _fixed[node] = value;
        return node;
    }

    public ShellValue? Fixed(YamlNode node) =>
        _unknown.TryGetValue(node, out var why) ? throw new Cci.Translation.NotTurnedException(why, "use the outputs of a step, or write the value out") : _fixed.GetValueOrDefault(node);
}
