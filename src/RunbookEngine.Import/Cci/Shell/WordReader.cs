using System.Collections.Immutable;
using System.Text;

namespace RunbookEngine.Import.Cci.Shell;

/// <summary>Reads one word, with its quotes and expansions, from a place of a script.</summary>
internal sealed class WordReader(string text)
{
    /// <summary>Quotes and brackets inside each other; deeper ones are not read.</summary>
    private const int MaxDepth = 32;

    private readonly ImmutableArray<WordPart>.Builder _parts = ImmutableArray.CreateBuilder<WordPart>();
    private readonly StringBuilder _literal = new();
    private bool _pattern;
    private bool _quoted;

    /// <summary>Characters that end a word outside quotes.</summary>
    private const string Stops = " \t\r\n;&|()<>";

    /// <summary>The word that starts at an offset and the offset behind it.</summary>
    /// <exception cref="ShellSyntaxException">A quote or a bracket is not closed.</exception>
    public static (ShellWord Word, int End) Read(string text, int start)
    {
        var reader = new WordReader(text);
        var end = reader.Read(start);
        reader.Flush();
        return (new ShellWord(text[start..end], reader._parts.ToImmutable(), reader._pattern, reader._quoted), end);
    }

    /// <summary>The inside of a here document, where only <c>$</c>, back quotes and backslashes have a meaning.</summary>
    public static ShellWord ReadHereDocument(string body, bool literal)
    {
        if (literal)
            return new ShellWord(body, [new LiteralPart(body)], false, true);
        var reader = new WordReader(body);
        reader.Soft(0, '\0');
        reader.Flush();
        return new ShellWord(body, reader._parts.ToImmutable(), false, true);
    }

    private int Read(int at)
    {
        while (at < text.Length && !Stops.Contains(text[at]))
        {
            switch (text[at])
            {
                case '\\' when at + 1 < text.Length:
                    if (text[at + 1] != '\n')
                        _literal.Append(text[at + 1]);
                    at += 2;
                    break;
                case '\'':
                    _quoted = true;
                    var close = text.IndexOf('\'', at + 1);
                    if (close < 0)
                        throw new ShellSyntaxException("a ' is not closed");
                    _literal.Append(text, at + 1, close - at - 1);
                    at = close + 1;
                    break;
                case '"':
                    _quoted = true;
                    at = Soft(at + 1, '"');
                    break;
                case '$' or '`':
                    at = Expansion(at);
                    break;
                default:
                    _pattern |= text[at] is '*' or '?' or '[' or '~' or '{';
                    _literal.Append(text[at++]);
                    break;
            }
        }

        if (_quoted && _literal.Length == 0 && _parts.Count == 0)
            _parts.Add(new LiteralPart(""));
        return at;
    }

    private int Soft(int at, char close)
    {
        while (at < text.Length && text[at] != close)
        {
            if (text[at] == '\\' && at + 1 < text.Length && text[at + 1] is '$' or '`' or '"' or '\\' or '\n')
            {
                if (text[at + 1] != '\n')
                    _literal.Append(text[at + 1]);
                at += 2;
            }
            else if (text[at] is '$' or '`')
            {
                at = Expansion(at);
            }
            else
            {
                _literal.Append(text[at++]);
            }
        }

        if (at >= text.Length && close != '\0')
            throw new ShellSyntaxException($"a {close} is not closed");
        return Math.Min(text.Length, at + 1);
    }

    private int Expansion(int at)
    {
        if (text[at] == '`')
        {
            var close = text.IndexOf('`', at + 1);
            while (close > 0 && text[close - 1] == '\\')
                close = text.IndexOf('`', close + 1);
            if (close < 0)
                throw new ShellSyntaxException("a ` is not closed");
            return Add(new SubstitutionPart(text[(at + 1)..close].Replace("\\`", "`", StringComparison.Ordinal).Replace("\\$", "$", StringComparison.Ordinal)), close + 1);
        }

        var next = at + 1 < text.Length ? text[at + 1] : '\0';
        if (next == '(')
        {
            var close = Closing(at + 1, 0);
            var arithmetic = at + 2 < text.Length && text[at + 2] == '(';
            return Add(arithmetic && text[close - 2] == ')' ? new ArithmeticPart(text[(at + 3)..(close - 2)]) : new SubstitutionPart(text[(at + 2)..(close - 1)]), close);
        }

        if (next == '{')
        {
            var close = Brace(at + 2);
            if (close < 0)
                throw new ShellSyntaxException("a ${ is not closed");
            return Add(Parameter(text[(at + 2)..close], text[at..(close + 1)]), close + 1);
        }

        if (char.IsAsciiDigit(next) || next is '?' or '#' or '@' or '*' or '$' or '!' or '-')
            return Add(new VariablePart(next.ToString()), at + 2);
        var end = at + 1;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
            end++;
        if (end > at + 1)
            return Add(new VariablePart(text[(at + 1)..end]), end);
        _literal.Append('$');
        return at + 1;
    }

    // ${a:-${b}}: the bracket that closes the first one.
    private int Brace(int at)
    {
        for (var depth = 1; at < text.Length; at++)
        {
            if (text[at] == '\\')
                at++;
            else if (text[at] == '{')
                depth++;
            else if (text[at] == '}' && --depth == 0)
                return at;
        }

        return -1;
    }

    private static WordPart Parameter(string inside, string raw)
    {
        var end = 0;
        while (end < inside.Length && (char.IsAsciiLetterOrDigit(inside[end]) || inside[end] == '_'))
            end++;
        if (end == inside.Length && end > 0 || inside is "?" or "#" or "@" or "*")
            return new VariablePart(inside);
        var rest = inside[end..];
        var plain = !rest.Contains('$') && !rest.Contains('`') && !rest.Contains('"') && !rest.Contains('\'');
        var sign = rest.StartsWith(":-", StringComparison.Ordinal) || rest.StartsWith(":=", StringComparison.Ordinal) ? 2
            : rest.StartsWith('-') || rest.StartsWith('=') ? 1 : 0;
        return end > 0 && sign > 0 && plain ? new VariablePart(inside[..end], rest[sign..])
            : end > 0 && (rest.StartsWith(":?", StringComparison.Ordinal) || rest.StartsWith('?')) ? new VariablePart(inside[..end])
            : new OpaquePart(raw);
    }

    // Behind the bracket that closes the one at this offset; quotes are minded.
    private int Closing(int open, int depth)
    {
        if (depth > MaxDepth)
            throw new ShellSyntaxException("brackets stand too deep inside each other");
        for (var at = open + 1; at < text.Length; at++)
        {
            switch (text[at])
            {
                case ')':
                    return at + 1;
                case '(':
                    at = Closing(at, depth + 1) - 1;
                    break;
                case '\\':
                    at++;
                    break;
                case '\'' or '"':
                    var close = text.IndexOf(text[at], at + 1);
                    if (close < 0)
                        throw new ShellSyntaxException($"a {text[at]} is not closed");
                    at = close;
                    break;
            }
        }

        throw new ShellSyntaxException("a ( is not closed");
    }

    private int Add(WordPart part, int end)
    {
        Flush();
        _parts.Add(part);
        return end;
    }

    private void Flush()
    {
        if (_literal.Length > 0)
            _parts.Add(new LiteralPart(_literal.ToString()));
        _literal.Clear();
    }
}
