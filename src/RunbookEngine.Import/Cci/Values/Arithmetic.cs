using System.Globalization;
using RunbookEngine.Import.Cci.Translation;

namespace RunbookEngine.Import.Cci.Values;

/// <summary>Whole numbers as a shell reckons with them, from variables that are known. What is not known is refused, never taken for 0.</summary>
internal sealed class Arithmetic
{
    private static readonly string[][] Levels = [["||"], ["&&"], ["==", "!="], ["<=", ">=", "<", ">"], ["+", "-"], ["*", "/", "%"]];

    private readonly ShellVariables _variables;
    private readonly List<string> _tokens;
    private int _at;

    private Arithmetic(string text, ShellVariables variables) => (_variables, _tokens) = (variables, Cut(text));

    /// <exception cref="NotTurnedException">Something in it is not known, or is no arithmetic that is read here.</exception>
    public static long Evaluate(string text, ShellVariables variables)
    {
        var reader = new Arithmetic(text, variables);
        var value = reader.Assignment();
        if (reader._at < reader._tokens.Count)
            throw Refused(text);
        return value;
    }

    private static NotTurnedException Refused(string text) => new($"the arithmetic `{text.Trim()}` is not worked out here", "write the number out");

    private string Current => _at < _tokens.Count ? _tokens[_at] : "";

    private long Assignment()
    {
        var next = _at + 1 < _tokens.Count ? _tokens[_at + 1] : "";
        if (IsName(Current) && next is "=" or "+=" or "-=" or "*=")
        {
            var name = Current;
            _at += 2;
            var right = Assignment();
            return Set(name, next switch { "=" => right, "+=" => Of(name) + right, "-=" => Of(name) - right, _ => Of(name) * right });
        }

        return Level(0);
    }

    private long Level(int level)
    {
        if (level == Levels.Length)
            return Single();
        var left = Level(level + 1);
        while (Levels[level].Contains(Current))
        {
            var sign = _tokens[_at++];
            var right = Level(level + 1);
            checked
            {
                left = sign switch
                {
                    "||" => left != 0 || right != 0 ? 1 : 0,
                    "&&" => left != 0 && right != 0 ? 1 : 0,
                    "+" => left + right,
                    "-" => left - right,
                    "*" => left * right,
                    "/" or "%" when right == 0 => throw Refused("/ 0"),
                    "/" => left / right,
                    "%" => left % right,
                    _ => Conditions.Outcome.Compare(left, sign, right) ? 1 : 0,
                };
            }
        }

        return left;
    }

    private long Single()
    {
        var token = Current;
        _at++;
        switch (token)
        {
            case "(":
                var inside = Assignment();
                if (Current != ")")
                    throw Refused("(");
                _at++;
                return inside;
            case "-":
                return -Single();
            case "+":
                return Single();
            case "!":
                return Single() == 0 ? 1 : 0;
            case "++" or "--":
                var name = Current;
                _at++;
                return IsName(name) ? Set(name, Of(name) + (token == "++" ? 1 : -1)) : throw Refused(token);
        }

        if (IsName(token))
        {
            var value = Of(token);
            if (Current is "++" or "--")
            {
                Set(token, value + (_tokens[_at++] == "++" ? 1 : -1));
            }

            return value;
        }

        // A leading 0 means octal.
        return token.Length is > 0 and < 12 && token.All(char.IsAsciiDigit) && (token == "0" || token[0] != '0') ? long.Parse(token, CultureInfo.InvariantCulture) : throw Refused(token);
    }

    private static bool IsName(string token) => token.Length > 0 && (char.IsAsciiLetter(token[0]) || token[0] == '_');

    private long Of(string name) =>
        _variables.Of(name) is Binding.Text { Value.Constant: { } text } && long.TryParse(text.Length == 0 ? "0" : text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new NotTurnedException($"${name} is not known as a number before the run", "write the number out");

    private long Set(string name, long value)
    {
        _variables.Set(name, new Binding.Text(ShellValue.Of(value.ToString(CultureInfo.InvariantCulture))));
        return value;
    }

    private static List<string> Cut(string text)
    {
        var tokens = new List<string>();
        for (var i = 0; i < text.Length;)
        {
            if (char.IsWhiteSpace(text[i]) || text[i] == '$' && i + 1 < text.Length && (char.IsAsciiLetter(text[i + 1]) || text[i + 1] == '_'))
            {
                i++;
                continue;
            }

            if (text[i] == '$' && i + 1 < text.Length && text[i + 1] == '{' && text.IndexOf('}', i) is > 0 and var close && text[(i + 2)..close].All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            {
                tokens.Add(text[(i + 2)..close]);
                i = close + 1;
                continue;
            }

            var length = 1;
            if (char.IsAsciiLetterOrDigit(text[i]) || text[i] == '_')
            {
                while (i + length < text.Length && (char.IsAsciiLetterOrDigit(text[i + length]) || text[i + length] == '_'))
                    length++;
            }
            else if (i + 1 < text.Length && text.Substring(i, 2) is "++" or "--" or "+=" or "-=" or "*=" or "==" or "!=" or "<=" or ">=" or "&&" or "||")
            {
                length = 2;
            }

            tokens.Add(text.Substring(i, length));
            i += length;
        }

        return tokens;
    }
}
