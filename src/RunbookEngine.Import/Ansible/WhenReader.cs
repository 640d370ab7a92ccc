using System.Text.RegularExpressions;
using RunbookEngine.Import.Cci.Conditions;
using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Cci.Values;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace RunbookEngine.Import.Ansible;

/// <summary><c>when</c> as a condition over inputs. What it does not understand is refused, never taken for true.</summary>
internal sealed partial class WhenReader(Jinja jinja)
{
    private enum Kind { Text, Number, Boolean, Input }

    /// <param name="when">A text, or a list of texts that all have to hold.</param>
    public Condition Read(YamlNode when) => Condition.All(when.Items().Select(i => Either((i.Text() ?? "?").Trim())));

    private Condition Either(string text) => Divide(Bare(text), " or ").Select(Both).Aggregate(Condition.False, (a, b) => a.Or(b));

    private Condition Both(string text) => Condition.All(Divide(text, " and ").Select(Single));

    private static string Bare(string text) => Spaces().Replace(text, " ").Trim();

    private static string[] Divide(string text, string word) => text.Contains('(') && text.Contains(word, StringComparison.Ordinal)
        ? throw new NotTurnedException($"the condition `{text}` has brackets", "write it as `when` of the step") : text.Split(word);

    private Condition Single(string text)
    {
        text = text.Trim();
        if (text.StartsWith("not ", StringComparison.Ordinal))
            return Single(text[4..]).Not();
        if (Comparison().Match(text) is { Success: true } match)
            return Compare(text, match.Groups["left"].Value, match.Groups["sign"].Value == "==", match.Groups["right"].Value);
        if (Among().Match(text) is { Success: true } among)
        {
            var any = Item().Matches(among.Groups["list"].Value).Select(i => Compare(text, among.Groups["left"].Value, true, i.Value)).Aggregate(Condition.False, (a, b) => a.Or(b));
            return among.Groups["not"].Success ? any.Not() : any;
        }

        if (Defined().Match(text) is { Success: true } defined)
        {
            var found = jinja.Find(defined.Groups["name"].Value);
            return found is null || jinja.Variables.WhyUnknown(found) is not null ? throw Refused(text) : Condition.Of(!defined.Groups["not"].Success && defined.Groups["word"].Value == "defined" || defined.Groups["not"].Success && defined.Groups["word"].Value != "defined");
        }

        return Truth().Match(text) is { Success: true } truth ? True(text, truth.Groups["name"].Value, truth.Groups["bool"].Success, truth.Groups["default"]) : throw Refused(text);
    }

    private Condition True(string text, string name, bool converted, Group usual)
    {
        if (name.ToLowerInvariant() is "true" or "false")
            return Condition.Of(name.ToLowerInvariant() == "true");
        if (jinja.Find(name) is { } set)
        {
            var value = jinja.Value(set);
            if (value.Constant is not { } constant)
                return value.IsOfInputs ? Condition.Of(jinja.Boolean(value.Expression!["inputs.".Length..])) : throw Refused(text);
            // A text in quotes is true whatever it says, unless it is converted.
            if (!converted && KindOf(set, constant) != Kind.Boolean)
                throw Refused(text);
            return constant.ToLowerInvariant() switch
            {
                "true" or "yes" or "on" or "1" => Condition.True,
                "false" or "no" or "off" or "0" => Condition.False,
                _ => throw Refused(text),
            };
        }

        if (name.Contains('.') || ShellVariables.IsSecret(name))
            throw Refused(text);
        if (usual.Success)
            jinja.Default(name, usual.Value.ToLowerInvariant());
        else
            jinja.Peek(name);
        return Condition.Of(jinja.Boolean(name));
    }

    private Condition Compare(string text, string left, bool wanted, string right)
    {
        var ((a, first), (b, second)) = (Operand(left), Operand(right));
        if ((first == Kind.Input || second == Kind.Input) && (first == Kind.Boolean || second == Kind.Boolean))
        {
            var (input, constant) = first == Kind.Input ? (a, b) : (b, a);
            if (!input.IsOfInputs)
                throw Refused(text);
            var asked = Condition.Of(jinja.Boolean(input.Expression!["inputs.".Length..]));
            return constant.Constant == "true" == wanted ? asked : asked.Not();
        }

        if (a.IsSecret || b.IsSecret)
            throw new NotTurnedException("it goes by a secret", "write what it decides as `when` of steps");
        if (a.Constant is { } one && b.Constant is { } two)
            return first == second ? Condition.Of(one == two == wanted) : throw new NotTurnedException($"`{text}` compares a text with a number", "correct it");
        foreach (var (value, name) in ((ShellValue, string)[])[(a, left), (b, right)])
        {
            if (value.IsOfInputs && jinja.Find(name) is null)
                jinja.Value($"{{{{ {name} }}}}");
        }

        return Condition.Of($"{a.Operand} {(wanted ? "==" : "!=")} {b.Operand}");
    }

    private static NotTurnedException Refused(string text) => new($"the condition `{text}` is not understood", "write it as `when` of the step");

    private (ShellValue Value, Kind Kind) Operand(string text)
    {
        text = text.Trim();
        if (text[0] is '\'' or '"')
            return (ShellValue.Of(text[1..^1]), Kind.Text);
        if (text.All(char.IsAsciiDigit))
            return (ShellValue.Of(text), Kind.Number);
        if (text.ToLowerInvariant() is "true" or "false")
            return (ShellValue.Of(text.ToLowerInvariant()), Kind.Boolean);
        if (jinja.Find(text) is not { } node)
        {
            return jinja.Booleans.Contains(text) ? (ShellValue.Computed($"inputs.{text}"), Kind.Input) : (InputOf(text), Kind.Input);
        }

        var value = jinja.Value(node);
        if (value.Constant is not { } constant)
            return (value, Kind.Input);
        var kind = KindOf(node, constant);
        return (kind == Kind.Boolean ? ShellValue.Of(constant.ToLowerInvariant() is "true" or "yes" or "on" ? "true" : "false") : value, kind);
    }

    // An input becomes a boolean only when it is compared with one, so it is looked at without being taken for a text.
    private ShellValue InputOf(string name) => name.Contains('.') || ShellVariables.IsSecret(name) || name.StartsWith("vault_", StringComparison.Ordinal) ? jinja.Value($"{{{{ {name} }}}}") : jinja.Peek(name);

    private static Kind KindOf(YamlNode node, string constant)
    {
        if (node is YamlScalarNode { Style: ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted or ScalarStyle.Literal or ScalarStyle.Folded })
            return Kind.Text;
        return constant.ToLowerInvariant() is "true" or "false" or "yes" or "no" or "on" or "off" ? Kind.Boolean
            : constant.Length > 0 && constant.All(char.IsAsciiDigit) ? Kind.Number : Kind.Text;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^(?<left>[\w.]+|'[^']*'|""[^""]*"")\s*(?<sign>==|!=)\s*(?<right>[\w.]+|'[^']*'|""[^""]*"")$")]
    private static partial Regex Comparison();

    [GeneratedRegex(@"^(?<left>[A-Za-z_][\w.]*)\s+(?<not>not\s+)?in\s+\[(?<list>\s*(?:'[^']*'|""[^""]*""|\d+)(?:\s*,\s*(?:'[^']*'|""[^""]*""|\d+))*\s*)\]$")]
    private static partial Regex Among();

    [GeneratedRegex(@"'[^']*'|""[^""]*""|\d+")]
    private static partial Regex Item();

    [GeneratedRegex(@"^(?<name>[A-Za-z_][\w.]*)\s+is\s+(?<not>not\s+)?(?<word>defined|undefined)$")]
    private static partial Regex Defined();

    [GeneratedRegex(@"^(?<name>[A-Za-z_][\w.]*)(\s*\|\s*default\(\s*(?<default>true|false|True|False)\s*\))?(?<bool>\s*\|\s*bool)?$")]
    private static partial Regex Truth();
}
