using System.Globalization;
using System.Text.RegularExpressions;
using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Cci.Values;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace RunbookEngine.Import.Ansible;

/// <summary>Texts with <c>{{ … }}</c>: names that are set are filled in, others are inputs of the runbook, and secrets stay references.</summary>
internal sealed partial class Jinja(PlayVariables variables)
{
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _defaults = new(StringComparer.Ordinal);

    public PlayVariables Variables => variables;

    public SortedSet<string> Secrets { get; } = new(StringComparer.Ordinal);

    /// <summary>Inputs that are only asked for true or false.</summary>
    public HashSet<string> Booleans { get; } = new(StringComparer.Ordinal);

    /// <summary>Of inputs that nobody reads without a default.</summary>
    public IReadOnlyDictionary<string, string> Defaults => _defaults.Where(d => !_texts.Contains(d.Key)).ToDictionary(d => d.Key, d => d.Value);

    /// <summary>What an input is when nobody gives it.</summary>
    public void Default(string name, string text) => _defaults.TryAdd(name, text);

    /// <exception cref="NotTurnedException">It is worked out by Ansible.</exception>
    public ShellValue Value(YamlNode? node, int depth = 0)
    {
        if (node.IsVault())
            throw new NotTurnedException("it is a secret of a vault", "make it a secret of the environment");
        if (node is not null && variables.Fixed(node) is { } fixedValue)
            return fixedValue;
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

    /// <summary>The same tree with every text worked out as it is now; what cannot be worked out is unknown from then on.</summary>
    public YamlNode Frozen(YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode map:
                var copy = new YamlMappingNode();
                foreach (var (key, value) in map.Entries())
                    copy.Children[new YamlScalarNode(key)] = Frozen(value);
                return copy;
            case YamlSequenceNode list:
                return new YamlSequenceNode(list.Children.Select(Frozen));
            default:
                try
                {
                    if (node.Text() is { } text && Whole().Match(text) is { Success: true } whole && Find(whole.Groups["name"].Value) is { } found and not YamlScalarNode)
                        return Frozen(found);
                    return variables.Fix(Value(node), (node as YamlScalarNode)?.Style ?? ScalarStyle.Any);
                }
                catch (NotTurnedException e)
                {
                    return variables.Unknown(e.Message);
                }
        }
    }

    /// <summary>What a node stands for: the list or map of the variable when it is nothing but <c>{{ name }}</c>; null when that is not set.</summary>
    public YamlNode? Resolve(YamlNode node) =>
        node is YamlScalarNode { Value: { } text } && Whole().Match(text) is { Success: true } match ? Find(match.Groups["name"].Value) : node;

    /// <summary>The node of a name with its members (<c>site.arrays[0]</c>); null when it is set nowhere.</summary>
    public YamlNode? Find(string path)
    {
        var names = Names(path);
        var found = variables.Find(names[0]);
        foreach (var name in names.Skip(1))
        {
            if (found is not null && Whole().Match(found.Text() ?? "") is { Success: true } link && link.Groups["name"].Value != path)
                found = variables.Find(Names(link.Groups["name"].Value)[0]) is { } first ? Names(link.Groups["name"].Value).Skip(1).Aggregate((YamlNode?)first, Member) : null;
            found = Member(found, name);
        }

        return found;
    }

    private static YamlNode? Member(YamlNode? node, string name) =>
        node is YamlSequenceNode list && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Children.Count ? list.Children[index] : node.At(name);

    private static List<string> Names(string path) => [.. path.Split('.', '[', ']').Select(n => n.Trim('\'', '"')).Where(n => n.Length > 0)];

    /// <summary>An input that is asked for true or false.</summary>
    public string Boolean(string name)
    {
        if (_texts.Contains(name) || _defaults.TryGetValue(name, out var usual) && usual is not ("true" or "false"))
            throw new NotTurnedException($"{name} is a text in one place and true or false in another", "write it as `when` of the step");
        Booleans.Add(name);
        return $"inputs.{name}";
    }

    /// <summary>The input of a name that is set nowhere, without saying yet that it is a text.</summary>
    public ShellValue Peek(string name)
    {
        Refuse(name, name);
        return ShellValue.Computed($"inputs.{name}");
    }

    private static void Refuse(string name, string inside)
    {
        if (name.StartsWith("ansible_", StringComparison.Ordinal) || name is "lookup" or "hostvars" or "groups" or "group_names" or "inventory_hostname"
            or "inventory_hostname_short" or "playbook_dir" or "role_path" or "role_name" or "omit" or "none" or "None" or "play_hosts")
            throw new NotTurnedException($"`{inside}` is known only to Ansible", "write the value out, or make it an input");
    }

    private ShellValue Expression(string inside, int depth)
    {
        if (Literal().Match(inside) is { Success: true } literal)
            return ShellValue.Of(literal.Groups["text"].Value);
        if (Number().IsMatch(inside))
            return ShellValue.Of(inside);
        if (AsNumber().Match(inside) is { Success: true } number)
        {
            return Expression(number.Groups["inside"].Value, depth) is { Constant: { } digits } known && Number().IsMatch(digits.Trim()) ? known
                : throw new NotTurnedException($"`{{{{ {inside} }}}}` is worked out by Ansible", "write the number out");
        }

        var usual = DefaultFilter().Match(inside);
        if (usual.Success)
            inside = usual.Groups["name"].Value;
        if (!Path().IsMatch(inside))
            throw new NotTurnedException($"`{{{{ {inside} }}}}` is worked out by Ansible", "write the value out, or make it an input");
        var names = Names(inside);
        if (names.Count == 1 && names[0].ToLowerInvariant() is "true" or "false")
            return ShellValue.Of(names[0].ToLowerInvariant());
        if (variables.Find(names[0]) is { } node && variables.WhyUnknown(node) is { } why)
            throw new NotTurnedException(why, "use the outputs of a step, or write the value out");
        Refuse(names[0], inside);
        if (Find(inside) is { } found)
            return Value(found, depth + 1);
        if (variables.Find(names[0]) is not null)
            throw new NotTurnedException($"`{inside}` is set nowhere", "write the value out");
        if (ShellVariables.IsSecret(names[^1]) || names[0].StartsWith("vault_", StringComparison.Ordinal))
        {
            var secret = names[^1].ToUpperInvariant();
            Secrets.Add(secret);
            return ShellValue.Computed($"secrets.{secret}");
        }

        return names.Count == 1 ? Input(names[0], usual) : throw new NotTurnedException($"`{inside}` is set nowhere", "write the value out");
    }

    private ShellValue Input(string name, Match usual)
    {
        if (Booleans.Contains(name))
            throw new NotTurnedException($"{name} is a text in one place and true or false in another", "write the value out");
        if (!usual.Success)
            _texts.Add(name);
        else if (!_defaults.TryAdd(name, usual.Groups["text"].Value) && _defaults[name] != usual.Groups["text"].Value)
            throw new NotTurnedException($"{name} has two defaults", "write one of them");
        return ShellValue.Computed($"inputs.{name}");
    }

    [GeneratedRegex(@"\{\{(?<inside>.*?)\}\}", RegexOptions.Singleline)]
    private static partial Regex Braces();

    [GeneratedRegex(@"^\s*\{\{\s*(?<name>[A-Za-z_]\w*(?:\.\w+|\[\d+\]|\['\w+'\]|\[""\w+""\])*)\s*\}\}\s*$")]
    private static partial Regex Whole();

    [GeneratedRegex(@"^(['""])(?<text>[^'""]*)\1$")]
    private static partial Regex Literal();

    [GeneratedRegex(@"^-?\d{1,12}$")]
    private static partial Regex Number();

    [GeneratedRegex(@"^(?<inside>.+?)\s*\|\s*int$", RegexOptions.Singleline)]
    private static partial Regex AsNumber();

    [GeneratedRegex(@"^(?<name>[A-Za-z_][\w.]*)\s*\|\s*default\(\s*(?:['""](?<text>[^'""]*)['""]|(?<text>\d+|true|false|True|False))\s*\)$")]
    private static partial Regex DefaultFilter();

    [GeneratedRegex(@"^[A-Za-z_]\w*(\.\w+|\[\d+\]|\['\w+'\]|\[""\w+""\])*$")]
    private static partial Regex Path();
}
