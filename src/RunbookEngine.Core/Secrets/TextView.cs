using System.Buffers;
using System.Globalization;
using System.Text;

namespace RunbookEngine.Secrets;

/// <summary>A text as it reads once a spelling is undone (JSON escapes, percent encoding, entities, line breaks), with the place of every character in the original.</summary>
internal sealed class TextView
{
    private readonly int[]? _starts;
    private readonly int[]? _ends;

    public TextView(string text) => Text = text;

    private TextView(Builder built) => (Text, _starts, _ends) = (built.Text.ToString(), [.. built.Starts], [.. built.Ends]);

    public string Text { get; }

    /// <summary>Begin and end in the original of some characters here.</summary>
    public (int Start, int End) Original(int start, int length) => _starts is null ? (start, start + length) : (_starts[start], _ends![start + length - 1]);

    /// <summary>Without JSON's escapes, also <c>\/</c> and <c>\u</c> with digits in either case; null when there is none.</summary>
    public TextView? WithoutJsonEscapes() => Text.Contains('\\') ? Undo('\\', (text, at) => at + 1 < text.Length ? JsonEscape(text, at) : null) : null;

    /// <summary>Without percent encoding; null when there is none.</summary>
    /// <param name="form">A plus is a blank, as in the body of a form.</param>
    public TextView? WithoutPercentEncoding(bool form)
    {
        if (!Text.Contains('%') && !(form && Text.Contains('+')))
            return null;
        var view = new Builder(this);
        for (var i = 0; i < Text.Length;)
        {
            if (form && Text[i] == '+')
                view.Add(" ", i, i += 1);
            else if (Text[i] == '%' && Bytes(i) is { } found)
                view.Add(found.Text, i, i += found.Length);
            else
                view.Add(Text.AsSpan(i, 1), i, i += 1);
        }

        return new TextView(view);
    }

    /// <summary>Without entities of HTML and XML; null when there is none.</summary>
    public TextView? WithoutEntities() => Text.Contains('&') ? Undo('&', Entity) : null;

    /// <summary>Without line breaks and blanks: as before it was wrapped, indented or grouped; null when there is none.</summary>
    public TextView? Joined()
    {
        if (Text.AsSpan().IndexOfAny(" \t\r\n") < 0)
            return null;
        var view = new Builder(this);
        for (var i = 0; i < Text.Length; i++)
        {
            if (Text[i] is not (' ' or '\t' or '\r' or '\n'))
                view.Add(Text.AsSpan(i, 1), i, i + 1);
        }

        return new TextView(view);
    }

    private TextView Undo(char mark, Func<string, int, (string Text, int Length)?> read)
    {
        var view = new Builder(this);
        for (var i = 0; i < Text.Length;)
        {
            if (Text[i] == mark && read(Text, i) is { } found)
                view.Add(found.Text, i, i += found.Length);
            else
                view.Add(Text.AsSpan(i, 1), i, i += 1);
        }

        return new TextView(view);
    }

    private static (string Text, int Length)? JsonEscape(string text, int at) => text[at + 1] switch
    {
        'n' => ("\n", 2),
        'r' => ("\r", 2),
        't' => ("\t", 2),
        'b' => ("\b", 2),
        'f' => ("\f", 2),
        '"' or '\\' or '/' or '\'' => (text.Substring(at + 1, 1), 2),
        'u' when at + 6 <= text.Length && ushort.TryParse(text.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) =>
            (((char)code).ToString(), 6),
        'x' when at + 4 <= text.Length && byte.TryParse(text.AsSpan(at + 2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) =>
            (((char)code).ToString(), 4),
        _ => null,
    };

    private static (string Text, int Length)? Entity(string text, int at)
    {
        var end = text.IndexOf(';', at, Math.Min(12, text.Length - at));
        if (end < 0)
            return null;
        var name = text[(at + 1)..end];
        string? read = name switch
        {
            "amp" => "&",
            "lt" => "<",
            "gt" => ">",
            "quot" => "\"",
            "apos" => "'",
            ['#', 'x' or 'X', .. var hex] when int.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) && Rune.IsValid(code) => new Rune(code).ToString(),
            ['#', .. var digits] when int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && Rune.IsValid(code) => new Rune(code).ToString(),
            _ => null,
        };
        return read is null ? null : (read, end + 1 - at);
    }

    /// <summary>One character of UTF-8 that is written as <c>%XX</c> for each byte.</summary>
    private (string Text, int Length)? Bytes(int at)
    {
        Span<byte> bytes = stackalloc byte[4];
        for (var count = 0; count < 4 && at + (3 * count) + 3 <= Text.Length && Text[at + (3 * count)] == '%'; count++)
        {
            if (!byte.TryParse(Text.AsSpan(at + (3 * count) + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[count]))
                return null;
            if (Rune.DecodeFromUtf8(bytes[..(count + 1)], out var rune, out var used) == OperationStatus.Done && used == count + 1)
                return (rune.ToString(), 3 * (count + 1));
        }

        return null;
    }

    private sealed class Builder(TextView from)
    {
        public StringBuilder Text { get; } = new();

        public List<int> Starts { get; } = [];

        public List<int> Ends { get; } = [];

        public void Add(ReadOnlySpan<char> text, int start, int end)
        {
            Text.Append(text);
            var (first, last) = from.Original(start, end - start);
            foreach (var _ in text)
            {
                Starts.Add(first);
                Ends.Add(last);
            }
        }
    }
}
