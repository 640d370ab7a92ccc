using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using RunbookEngine.Sinks;

namespace RunbookEngine.Import.Report;

/// <summary>Writes texts so that YAML reads back the same text.</summary>
internal static partial class YamlText
{
    /// <summary>Texts that YAML, old or new, takes for something else.</summary>
    public static IReadOnlyList<string> Words { get; } = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];

    /// <summary>Plain where nobody could mistake it for something else, else in double quotes.</summary>
    public static string Of(string text) =>
        Plain().IsMatch(text) && !Words.Contains(text, StringComparer.OrdinalIgnoreCase) ? text : Quoted(text);

    public static string Quoted(string text)
    {
        var yaml = new StringBuilder(text.Length + 2).Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var pair = char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (pair)
                yaml.Append(c).Append(text[++i]);
            else
                yaml.Append(c switch
                {
                    '"' => "\\\"",
                    '\\' => "\\\\",
                    '\n' => "\\n",
                    '\t' => "\\t",
                    _ when char.IsSurrogate(c) => "\\uFFFD",
                    _ when char.IsControl(c) || c is '\u2028' or '\u2029' or '\uFEFF' or '\u0085' or '\uFFFE' or '\uFFFF'
                        => $"\\u{(int)c:X4}",
                    _ => c.ToString(),
                });
        }

        return yaml.Append('"').ToString();
    }

    public static string List(IEnumerable<string> yaml) => $"[{string.Join(", ", yaml)}]";

    public static string Map(IEnumerable<(string Key, string Yaml)> entries) =>
        entries.Any() ? $"{{ {string.Join(", ", entries.Select(e => $"{e.Key}: {e.Yaml}"))} }}" : "{}";

    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>One line of a comment: control characters are shown, and very long lines are cut with a mark.</summary>
    public static string Comment(string text)
    {
        const int longest = 1_000;
        var clean = new StringBuilder(SinkText.Line(text.Length > longest ? text[..longest] : text));
        if (text.Length > longest)
            clean.Append(CultureInfo.InvariantCulture, $" [... {text.Length - longest} characters more]");
        return clean.ToString().TrimEnd();
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_./-]*$")]
    private static partial Regex Plain();
}
