using System.Globalization;
using System.Text.RegularExpressions;
using RunbookEngine.Import.Cci.Conditions;
using RunbookEngine.Import.Cci.Translation;
using RunbookEngine.Import.Cci.Values;
using YamlDotNet.RepresentationModel;

namespace RunbookEngine.Import.Ansible;

/// <summary><c>when</c> as a condition over inputs. What it does not understand is refused, never taken for true.</summary>
internal sealed partial class WhenReader(Jinja jinja)
{
    /// <param name="when">A text, or a list of texts that all have to hold.</param>
    public Condition Read(YamlNode when) => Condition.All(when.Items().Select(i => Either((i.Text() ?? "?").Trim())));

    private Condition Either(string text) => Divide(text, " or ").Select(Both).Aggregate(Condition.False, (a, b) => a.Or(b));

    private Condition Both(string text) => Condition.All(Divide(text, " and ").Select(Single));

    private static string[] Divide(string text, string word) => text.Contains('(') && text.Contains(word, StringComparison.Ordinal)
        ? throw new NotTurnedException($"the condition `{text}` has brackets", "write it as `when` of the step") : text.Split(word);

    private Condition Single(string text)
    {
        text = text.Trim();
        if (text.StartsWith("not ", StringComparison.Ordinal))
            return Single(text[4..]).Not();
        if (text.ToLowerInvariant() is "true" or "false" or "yes" or "no")
            return Condition.Of(text.ToLowerInvariant() is "true" or "yes");
        if (Comparison().Match(text) is { Success: true } match)
        {
            var (left, right) = (Operand(match.Groups["left"].Value), Operand(match.Groups["right"].Value));
            var same = match.Groups["sign"].Value == "==";
            return left.Constant is { } a && right.Constant is { } b ? Condition.Of(a == b == same)
                : Condition.Of($"{left.Operand} {(same ? "==" : "!=")} {right.Operand}");
        }

        if (Truth().Match(text) is { Success: true } name && jinja.Find(name.Groups["name"].Value) is { } set)
        {
            return set.Text()?.ToLowerInvariant() switch
            {
                "true" or "yes" or "on" or "1" => Condition.True,
                "false" or "no" or "off" or "0" => Condition.False,
                _ => throw Refused(text),
            };
        }

        if (Truth().Match(text) is { Success: true } asked && !jinja.Registered.Contains(asked.Groups["name"].Value))
            return Condition.Of($"inputs.{asked.Groups["name"].Value} == 'true'");
        throw Refused(text);
    }

    private static NotTurnedException Refused(string text) => new($"the condition `{text}` is not understood", "write it as `when` of the step");

    private ShellValue Operand(string text)
    {
        text = text.Trim();
        return text.StartsWith('\'') || text.StartsWith('"') || text.Length > 0 && char.IsAsciiDigit(text[0])
            ? ShellValue.Of(text.Trim('\'', '"')) : jinja.Value(string.Create(CultureInfo.InvariantCulture, $"{{{{ {text} }}}}"));
    }

    [GeneratedRegex(@"^(?<left>[\w.]+|'[^']*'|""[^""]*"")\s*(?<sign>==|!=)\s*(?<right>[\w.]+|'[^']*'|""[^""]*"")$")]
    private static partial Regex Comparison();

    [GeneratedRegex(@"^(?<name>[A-Za-z_]\w*)(\s*\|\s*bool)?$")]
    private static partial Regex Truth();
}
