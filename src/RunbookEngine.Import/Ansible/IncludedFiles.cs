using RunbookEngine.Import.Cci;
using RunbookEngine.Import.Cci.Translation;
using YamlDotNet.RepresentationModel;

namespace RunbookEngine.Import.Ansible;

/// <summary>The playbooks and what they include, as one text with numbered lines, so that every line has its fate.</summary>
internal sealed class IncludedFiles(Func<string, string, ImportText?> read)
{
    private readonly Dictionary<YamlNode, int> _offsets = new(ReferenceEqualityComparer.Instance);
    private readonly List<(string Name, int First)> _files = [];

    public List<string> Text { get; } = [];

    /// <summary>Adds a file and gives its root.</summary>
    public YamlNode? Add(ImportText file)
    {
        var root = YamlTree.Read(file.Name, file.Text);
        var offset = Text.Count;
        _files.Add((file.Name, offset));
        Text.AddRange(file.Text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n'));
        if (root is not null)
            Own(root, offset, 0);
        return root;
    }

    private void Own(YamlNode node, int offset, int depth)
    {
        if (depth > 60 || !_offsets.TryAdd(node, offset))
            return;
        foreach (var (key, value) in node.Entries())
            Own(value, offset, depth + 1);
        if (node is YamlSequenceNode list)
        {
            foreach (var item in list.Children)
                Own(item, offset, depth + 1);
        }
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

    public IReadOnlyList<YamlNode> Include(string? path, YamlNode from) => Add(Find(path, from)).Items();

    public IReadOnlyList<YamlNode> Role(string? name, Jinja jinja, YamlNode from)
    {
        foreach (var kind in (string[])["defaults", "vars"])
        {
            if (name is not null && read(Here(from), $"roles/{name}/{kind}/main.yml") is { } variables)
            {
                foreach (var (key, value) in YamlTree.Read(variables.Name, variables.Text).Entries().Where(e => kind == "vars" || jinja.Find(e.Key) is null))
                    jinja.Set(key, value);
            }
        }

        return Add(Find(name is null ? null : $"roles/{name}/tasks/main.yml", from)).Items();
    }

    public IEnumerable<YamlNode?> Variables(string? path, YamlNode from) => [YamlTree.Read(path ?? "", Find(path, from).Text)];

    private ImportText Find(string? path, YamlNode from)
    {
        if (path is null || path.Contains("{{", StringComparison.Ordinal))
            throw new NotTurnedException("which file it includes is known only when it is played", "put that file's tasks in its place");
        return read(Here(from), path) ?? throw new NotTurnedException($"the file {path} is not there", "put it beside the playbook and import again");
    }

    private string Here(YamlNode from) => Path.GetDirectoryName(Place(Lines(from).Line).File) ?? "";
}
