using System.Text;
using System.Text.RegularExpressions;

namespace RunbookEngine.Language.Targets;

/// <summary>Patterns of copy group names: <c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>[!a-z]</c>. Case matters, as it does for the arrays.</summary>
public static class Glob
{
    /// <summary>Whether the text holds a wildcard at all.</summary>
    public static bool IsPattern(string text) => text.AsSpan().ContainsAny("*?[");

    /// <summary>What is wrong with a pattern; null when nothing is.</summary>
    public static string? Problem(string glob)
    {
        if (glob.Contains(','))
            return "a copy group name holds no comma";
        if (glob.Any(char.IsWhiteSpace))
            return "a copy group name with blanks cannot be read through the REST API";
        if (glob.AsSpan().ContainsAny('/', '\\'))
            return "a copy group name holds no slash";
        var open = -1;
        for (var i = 0; i < glob.Length; i++)
        {
            if (glob[i] == '[' && open < 0)
                open = i;
            else if (glob[i] == ']' && open >= 0)
            {
                if (i == open + 1 || i == open + 2 && glob[open + 1] == '!')
                    return "an empty [] matches nothing";
                open = -1;
            }
        }

        if (open >= 0)
            return "a [ is not closed";
        try
        {
            _ = Matches(glob, "");
            return null;
        }
        catch (ArgumentException)
        {
            return "a range in [] runs backwards";
        }
    }

    /// <exception cref="ArgumentException">The pattern has a <see cref="Problem"/>.</exception>
    public static bool Matches(string glob, string name) =>
        IsPattern(glob)
            ? Regex.IsMatch(name, Translate(glob), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)
            : glob == name;

    private static string Translate(string glob)
    {
        var regex = new StringBuilder("^");
        for (var i = 0; i < glob.Length; i++)
        {
            var close = glob[i] == '[' ? glob.IndexOf(']', i + 1) : -1;
            if (close > 0)
            {
                var inside = glob[(i + 1)..close];
                var negated = inside.StartsWith('!');
                var set = (negated ? inside[1..] : inside).Replace(@"\", @"\\").Replace("[", @"\[").Replace("^", @"\^");
                regex.Append(negated ? "[^" : "[").Append(set).Append(']');
                i = close;
            }
            else
            {
                regex.Append(glob[i] switch { '*' => ".*", '?' => ".", var c => Regex.Escape(c.ToString()) });
            }
        }

        return regex.Append(@"\z").ToString();
    }
}
