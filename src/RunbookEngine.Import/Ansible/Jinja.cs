using System.Text.RegularExpressions;
using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Cci.Values;
using YamlDotNet.RepresentationModel;

namespace RunbookEngine.Import.Ansible;

/// <summary>Texts with <c>{{ … }}</c>: names that are set are filled in, others are inputs of the runbook, and secrets stay references.</summary>
internal sealed partial class Jinja
{
    private readonly Dictionary<string, YamlNode> _variables = new(StringComparer.Ordinal);

    public SortedSet<string> Secrets { get; } = new(StringComparer.Ordinal);

    /// <summary>Names that hold what a task answered.</summary>
    public HashSet<string> Registered { get; } = new(StringComparer.Ordinal);

    public void Set(string name, YamlNode value) => _variables[name] = value;

    public void Forget(string name) => _variables.Remove(name);

    public YamlNode? Find(string name) => _variables.GetValueOrDefault(name);

    public void SetAll(YamlNode? map)
    {
        foreach (var (key, value) in map.Entries())
            Set(key, value);
    }

    /// <exception cref="NotTurnedException">It is worked out by Ansible.</exception>
    public ShellValue Value(YamlNode? node, int depth = 0)
    {
        if (node.IsVault())
            throw new NotTurnedException("it is a secret of a vault", "make it a secret of the environment");
        return Value(node.Text() ?? throw new NotTurnedException("a text is expected", "write the value out"), depth);
    }

    public ShellValue Value(string text, int depth = 0)
    {
        if (depth > 8)
            throw new NotTurnedException("its variables lead in a circle", "write the value out");
        if (text.Contains("{%", StringComparison.Ordinal))
            throw new NotTurnedException("it is worked out by a template", "write the value out");
        var parts = new List<ShellValue>();
        var at = 0;
        foreach (Match match in Braces().Matches(text))
        {
            if (match.Index > at)
                parts.Add(ShellValue.Of(text[at..match.Index]));
            parts.Add(Expression(match.Groups["inside"].Value.Trim(), depth));
            at = match.Index + match.Length;
        }

        if (at < text.Length || parts.Count == 0)
            parts.Add(ShellValue.Of(text[at..]));
        return ShellValue.Joined(parts);
    }

    /// <summary>A name, a member of one, or a text in quotes.</summary>
    private ShellValue Expression(string inside, int depth)
    {
        if (Literal().Match(inside) is { Success: true } literal)
            return ShellValue.Of(literal.Groups["text"].Value);
        var usual = DefaultFilter().Match(inside);
        if (usual.Success)
            inside = usual.Groups["name"].Value;
        if (!Path().IsMatch(inside))
            throw new NotTurnedException($"`{{{{ {inside} }}}}` is worked out by Ansible", "write the value out, or make it an input");
        var names = inside.Split('.', '[', ']').Select(n => n.Trim('\'', '"')).Where(n => n.Length > 0).ToList();
        if (Registered.Contains(names[0]))
            throw new NotTurnedException($"`{inside}` is what a task answered", "use the outputs of a step");
        if (names[0].StartsWith("ansible_", StringComparison.Ordinal) || names[0] is "lookup" or "hostvars" or "groups" or "inventory_hostname" or "playbook_dir" or "role_path")
            throw new NotTurnedException($"`{inside}` is known only to Ansible", "write the value out, or make it an input");
        var found = _variables.GetValueOrDefault(names[0]);
        foreach (var name in names.Skip(1))
            found = found is YamlSequenceNode list && int.TryParse(name, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var index) && index < list.Children.Count ? list.Children[index] : found.At(name);
        if (found is not null)
            return Value(found, depth + 1);
        if (ShellVariables.IsSecret(names[^1]) || names[0].StartsWith("vault_", StringComparison.Ordinal))
        {
            var secret = names[^1].ToUpperInvariant();
            Secrets.Add(secret);
            return ShellValue.Computed($"secrets.{secret}");
        }

        if (usual.Success)
            return ShellValue.Of(usual.Groups["text"].Value);
        return names.Count == 1 ? ShellValue.Computed($"inputs.{names[0]}")
            : throw new NotTurnedException($"`{inside}` is set nowhere", "write the value out");
    }

    [GeneratedRegex(@"\{\{(?<inside>.*?)\}\}", RegexOptions.Singleline)]
    private static partial Regex Braces();

    [GeneratedRegex(@"^(['""])(?<text>[^'""]*)\1$")]
    private static partial Regex Literal();

    [GeneratedRegex(@"^(?<name>[A-Za-z_][\w.]*)\s*\|\s*default\(\s*['""](?<text>[^'""]*)['""]\s*\)$")]
    private static partial Regex DefaultFilter();

    [GeneratedRegex(@"^[A-Za-z_]\w*(\.\w+|\[\d+\]|\['\w+'\]|\[""\w+""\])*$")]
    private static partial Regex Path();
}
