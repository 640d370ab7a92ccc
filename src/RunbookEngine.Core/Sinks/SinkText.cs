using System.Globalization;
using System.Text;

namespace RunbookEngine.Sinks;

/// <summary>Text from outside on its way out: one encoder for each kind of place it is written to. Nothing else in the program encodes for these.</summary>
/// <remarks>Reasons, names, array messages and output of programs are all from outside. What cannot be shown is shown as a sign in its place,
/// so that nothing is dropped: control characters as their Unicode pictures, all else (direction marks, invisible characters, halves of
/// surrogate pairs, C1 controls) as U+FFFD. The journal and JSON documents keep the text itself.</remarks>
public static class SinkText
{
    private const char Unknown = '\uFFFD';

    /// <summary>One line of text: an event line, a table cell, an error message. Line breaks become signs too, so a text can't begin a line of its own.</summary>
    public static string Line(string? text) => Clean(text, keepsLines: false);

    /// <summary>Text for a terminal that may have several lines. Escape sequences and direction marks can't act.</summary>
    public static string Terminal(string? text) => Clean(text, keepsLines: true);

    /// <summary>One line of a log that is read as text.</summary>
    public static string Log(string? text) => Line(text);

    /// <summary>Content or quoted attribute value of an HTML element. Line breaks and tabs stay: HTML reads them as blanks.</summary>
    public static string Html(string? text) => Markup(Terminal(text));

    /// <summary>Text of an SVG element: one line, and only characters that XML allows.</summary>
    public static string Svg(string? text) => Markup(Line(text));

    /// <summary>A quoted label of a Mermaid chart.</summary>
    public static string Mermaid(string? text)
    {
        // '#' begins Mermaid's own entities, a backtick its Markdown labels, '%%' its comments and directives.
        var label = Markup(Line(text).Replace("#", "\u0001", StringComparison.Ordinal)).Replace("&#39;", "'", StringComparison.Ordinal);
        return label.Replace("\u0001", "#35;", StringComparison.Ordinal).Replace("`", "#96;", StringComparison.Ordinal).Replace("%%", "#37;#37;", StringComparison.Ordinal);
    }

    /// <summary>A table cell or a paragraph of Markdown (GitHub's dialect), as plain words.</summary>
    /// <param name="begins">The text begins a line, where a '#' or '-' would make it a heading or a list.</param>
    public static string Markdown(string? text, bool begins = false)
    {
        var line = Line(text);
        var escaped = new StringBuilder(line.Length + 8);
        var start = begins ? line.AsSpan().TrimStart(' ').IndexOfAnyExceptInRange('0', '9') : -1;
        var mark = start < 0 ? -1 : line.Length - line.AsSpan().TrimStart(' ').Length + start;
        var links = line.Contains("](", StringComparison.Ordinal) || line.Contains("][", StringComparison.Ordinal) || line.Contains("]:", StringComparison.Ordinal)
            || line.TrimStart().StartsWith('[');
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (i == mark && c is ('#' or '>' or '-' or '+' or '=' or ':' or '.' or ')'))
                escaped.Append('\\');
            _ = c switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '\\' or '`' or '*' or '_' or '|' or '~' => escaped.Append('\\').Append(c),
                '[' when links => escaped.Append('\\').Append(c),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }

    /// <summary>One field of a CSV record, on one line, quoted where it must be. What a spreadsheet would calculate is made a text by an apostrophe.</summary>
    public static string Csv(string? text)
    {
        var field = Line(text);
        if (IsFormula(field))
            field = "'" + field;
        return field.AsSpan().IndexOfAny("\",;") >= 0 || field != field.Trim() ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
    }

    /// <summary>A JSON document: characters that a serializer leaves as they are and that would act in a terminal are written as <c>\u</c> escapes. It stays the same document.</summary>
    public static string Json(string document)
    {
        if (!document.Any(c => c > '~' && IsHidden(c)))
            return document;
        var text = new StringBuilder(document.Length + 64);
        for (var i = 0; i < document.Length; i++)
        {
            var (hidden, length) = At(document, i);
            for (var end = i + length; i < end; i++)
                _ = hidden && document[i] is not ('\n' or '\r' or '\t')
                    ? text.Append(CultureInfo.InvariantCulture, $"\\u{(int)document[i]:x4}")
                    : text.Append(document[i]);
            i--;
        }

        return text.ToString();
    }

    /// <summary>A line of a note that the engine writes to a ticket. ServiceNow reads HTML between <c>[code]</c> marks.</summary>
    public static string TicketNote(string? text) => Line(text).Replace("[code]", "(code)", StringComparison.OrdinalIgnoreCase);

    /// <summary>The value of a label in the Prometheus text format.</summary>
    public static string PrometheusLabel(string? text) => Line(text).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    /// <summary>Whether the text has a control character; line breaks and tabs are none where a text may have several lines.</summary>
    public static bool HasControl(string text, bool mayHaveLines) =>
        text.Any(c => char.IsControl(c) && !(mayHaveLines && c is ('\n' or '\r' or '\t')));

    /// <summary>Half of a surrogate pair: no text, and no store or wire takes it.</summary>
    public static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (!char.IsSurrogatePair(text, i))
                return true;
            i++;
        }

        return false;
    }

    private static string Clean(string? text, bool keepsLines)
    {
        if (string.IsNullOrEmpty(text) || IsPlain(text))
            return text ?? "";
        if (!keepsLines)
            text = text.TrimEnd('\r', '\n');
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (keepsLines && (c is '\n' or '\t' || (c == '\r' && i + 1 < text.Length && text[i + 1] == '\n')))
            {
                clean.Append(c);
                continue;
            }

            var (hidden, length) = At(text, i);
            if (!hidden)
                clean.Append(text, i, length);
            else if (c == '\t')
                clean.Append(' ');
            else
                clean.Append(c < ' ' ? (char)(0x2400 + c) : c == '\u007F' ? '\u2421' : Unknown);
            i += length - 1;
        }

        return clean.ToString();
    }

    /// <summary>Whether the character at a place must not be shown as it is, and how many UTF-16 units it has.</summary>
    private static (bool Hidden, int Length) At(string text, int i)
    {
        if (!char.IsSurrogate(text[i]))
            return (IsHidden(text[i]), 1);
        return char.IsSurrogatePair(text, i)
            ? (Rune.GetUnicodeCategory(new Rune(text[i], text[i + 1])) is UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned, 2)
            : (true, 1);
    }

    private static bool IsHidden(char c) => c is < ' ' or >= '\u007F' and <= '\u009F'
        || (c > '\u009F' && CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned);

    private static bool IsPlain(string text) => text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0;

    private static string Markup(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal).Replace("'", "&#39;", StringComparison.Ordinal);

    /// <summary>A lone dash and a plain number calculate nothing.</summary>
    private static bool IsFormula(string field) =>
        field.TrimStart() is ['=' or '+' or '-' or '@' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20', ..] and not "-"
        && !decimal.TryParse(field, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
}
