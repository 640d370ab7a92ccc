using System.Buffers;

namespace RunbookEngine.Sinks;

/// <summary>Text that becomes part of a protocol, where nothing may be put in place of a character: what does not fit is refused.</summary>
public static class ProtocolText
{
    private static readonly SearchValues<char> HeaderCharacters = SearchValues.Create([.. Enumerable.Range(' ', 95).Select(c => (char)c), '\t']);

    /// <summary>What is wrong with the value of an HTTP header: a line break would begin another header, or another request. Null: nothing.</summary>
    public static string? WrongHeaderValue(string value) =>
        value.AsSpan().IndexOfAnyExcept(HeaderCharacters) is var at and >= 0 ? $"holds {Name(value[at])}" : null;

    /// <summary>What is wrong with the name of an HTTP header (RFC 9110, token). Null: nothing.</summary>
    public static string? WrongHeaderName(string name) =>
        name.Length == 0 ? "is empty" : name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c)) ? null : "is no header name";

    /// <summary>What is wrong with an argument of a program, or a value of its environment: the system ends a text at NUL. Null: nothing.</summary>
    public static string? WrongArgument(string value) => value.Contains('\0') ? $"holds {Name('\0')}" : SinkText.HasLoneSurrogate(value) ? "holds half of a surrogate pair" : null;

    /// <summary>What is wrong with the name of an environment variable. Null: nothing.</summary>
    public static string? WrongVariable(string name) => name.Length == 0 ? "is empty" : name.AsSpan().IndexOfAny('\0', '=') >= 0 ? "holds NUL or '='" : null;

    /// <summary>A header value that nobody gave as one, such as a key made of names: what does not fit is percent-encoded.</summary>
    public static string HeaderValue(string text) =>
        WrongHeaderValue(text) is null ? text : string.Concat(text.EnumerateRunes().Select(r => r.Value is >= ' ' and <= '~' ? r.ToString() : Uri.EscapeDataString(r.ToString())));

    /// <summary>A character as messages name it.</summary>
    public static string Name(char c) => c switch
    {
        '\0' => "NUL",
        '\n' or '\r' => "a line break",
        '\e' => "an escape character",
        < ' ' or '\u007F' => $"the control character U+{(int)c:X4}",
        _ => $"the character U+{(int)c:X4}, which is not ASCII",
    };
}
