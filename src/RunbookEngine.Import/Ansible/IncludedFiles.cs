using System.Text.RegularExpressions;
using RunbookEngine.Import.Cci;
using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Cci.Values;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace RunbookEngine.Import.Ansible;

/// <summary>The playbooks and what they include, as one text with numbered lines, so that every line has its fate.</summary>
internal sealed partial class IncludedFiles(Func<string, string, ImportText?> read)
{
    private const int MaxFiles = 200;

    private readonly Dictionary<YamlNode, int> _offsets = new(ReferenceEqualityComparer.Instance);
    private readonly List<(string Name, int First)> _files = [];
    private string _root = "";

    public List<string> Text { get; } = [];

    /// <summary>Adds a file and gives its root.</summary>
    public YamlNode? Add(ImportText file)
    {
        if (Text.Count > ImportRequest.MaxLines * 4 || _files.Count >= MaxFiles)
            throw new NotTurnedException("with all that it includes, it is longer than is read here", "import the parts one by one");
        var root = YamlTree.Read(file.Name, file.Text);
        if (_files.Count == 0)
            _root = Path.GetDirectoryName(file.Name) ?? "";
        var offset = Text.Count;
        _files.Add((file.Name, offset));
        Text.AddRange(file.Text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n'));
        if (root is not null)
            Own(root, offset, 0);
        return root;
    }

    private void Own(YamlNode node, int offset, int depth)
    {
        if (depth > 60 || !_offsets.TryAdd(node, offset))
            return;
        if (node.IsVault())
            Mask(node, offset);
        foreach (var (key, value) in node.Entries())
        {
            if (ShellVariables.IsSecret(key) && value is YamlScalarNode { Style: ScalarStyle.Literal or ScalarStyle.Folded or ScalarStyle.DoubleQuoted or ScalarStyle.SingleQuoted })
                Mask(value, offset);
            Own(value, offset, depth + 1);
        }

        if (node is YamlSequenceNode list)
        {
            foreach (var item in list.Children)
                Own(item, offset, depth + 1);
        }
    }

    // Secrets of several lines; those of one line are masked where lines are quoted.
    private void Mask(YamlNode node, int offset)
    {
        for (var line = node.Line() + 1; line <= node.EndLine() && offset + line <= Text.Count; line++)
            Text[offset + line - 1] = Content().Replace(Text[offset + line - 1], "***");
    }

    /// <summary>First and last line of a node in the whole text.</summary>
    public (int Line, int End) Lines(YamlNode node)
    {
        var offset = _offsets.GetValueOrDefault(node);
        return (offset + node.Line(), offset + node.EndLine());
    }

    /// <summary>The file that holds a line, and its number there.</summary>
    public (string File, int Line) Place(int line)
    {
        var file = _files.LastOrDefault(f => f.First < line);
        return (file.Name ?? "", line - file.First);
    }

    public IReadOnlyList<YamlNode> Include(string? path, YamlNode from) => List(Find(path, from));

    /// <summary>Tasks of a role, those of the roles it depends on first.</summary>
    public IReadOnlyList<YamlNode> Role(string? name, string? tasks, Jinja jinja, YamlNode from, int depth = 0)
    {
        if (name is null || name.Contains("{{", StringComparison.Ordinal) || tasks?.Contains("{{", StringComparison.Ordinal) == true)
            throw new NotTurnedException("which role it is is known only when it is played", "put its tasks in its place");
        if (depth > 8)
            throw new NotTurnedException("roles depend on each other too deep", "put their tasks in the role's place");
        foreach (var (kind, layer) in ((string, Layer)[])[("defaults", Layer.RoleDefaults), ("vars", Layer.Role)])
        {
            if (Of(name, $"{kind}/main", from) is { } variables)
                jinja.Variables.SetAll(layer, YamlTree.Read(variables.Name, variables.Text));
        }

        var before = new List<YamlNode>();
        if (Of(name, "meta/main", from) is { } meta)
        {
            foreach (var needed in YamlTree.Read(meta.Name, meta.Text).At("dependencies").Items())
            {
                if (needed is not YamlScalarNode && needed.Entries().Any(e => e.Key is not ("role" or "name")))
                    throw new NotTurnedException($"the role {name} depends on another one with parameters", "list that role in the play");
                before.AddRange(Role(needed.Text() ?? needed.At("role").Text() ?? needed.At("name").Text(), null, jinja, from, depth + 1));
            }
        }

        var file = Of(name, $"tasks/{tasks ?? "main"}", from) ?? throw new NotTurnedException($"the role {name} is not there", $"put it beside the playbook as roles/{name} and import again");
        return [.. before, .. List(file)];
    }

    public IEnumerable<YamlNode?> Variables(string? path, YamlNode from) => [YamlTree.Read(path ?? "", Find(path, from).Text)];

    /// <summary>A file of variables that Ansible reads by itself; null when there is none.</summary>
    public YamlNode? Beside(string path) => ((string[])[".yml", ".yaml"]).Select(e => read(_root, path + e)).FirstOrDefault(f => f is not null) is { } file ? YamlTree.Read(file.Name, file.Text) : null;

    private IReadOnlyList<YamlNode> List(ImportText file) => Add(file) switch
    {
        null => [],
        YamlSequenceNode list => [.. list.Children],
        _ => throw new NotTurnedException($"{file.Name} holds no list of tasks", "correct the file"),
    };

    private ImportText? Of(string role, string part, YamlNode from)
    {
        var name = Path.HasExtension(part) ? part : null;
        foreach (var folder in ((string[])[_root, Here(from), Path.Combine(Here(from), "..", "..")]).Distinct())
        {
            foreach (var path in name is null ? (string[])[$"{part}.yml", $"{part}.yaml"] : [name])
            {
                if (read(folder, $"roles/{role}/{path}") is { } found)
                    return found;
            }
        }

        return null;
    }

    private ImportText Find(string? path, YamlNode from)
    {
        if (string.IsNullOrEmpty(path) || path.Contains("{{", StringComparison.Ordinal))
            throw new NotTurnedException("which file it includes is known only when it is played", "put that file's tasks in its place");
        var here = Here(from);
        return read(here, path) ?? read(Path.Combine(here, "..", "vars"), path) ?? read(_root, path)
            ?? throw new NotTurnedException($"the file {path} is not there", "put it beside the playbook and import again");
    }

    private string Here(YamlNode from) => Path.GetDirectoryName(Place(Lines(from).Line).File) ?? "";

    [GeneratedRegex(@"\S.*$")]
    private static partial Regex Content();
}
