using System.Globalization;
using System.Text;

namespace RunbookEngine.Language.Documents;

/// <summary>Characters that a person cannot see, or takes for others: their names, and texts with them made visible.</summary>
public static class Characters
{
    private static readonly Dictionary<int, string> Hidden = new()
    {
        [0x0085] = "next line",
        [0x2028] = "line separator",
        [0x2029] = "paragraph separator",
        [0x000B] = "line tabulation",
        [0x000C] = "form feed",
        [0x00A0] = "no-break space",
        [0x1680] = "Ogham space mark",
        [0x2000] = "en quad",
        [0x2001] = "em quad",
        [0x2002] = "en space",
        [0x2003] = "em space",
        [0x2004] = "three-per-em space",
        [0x2005] = "four-per-em space",
        [0x2006] = "six-per-em space",
        [0x2007] = "figure space",
        [0x2008] = "punctuation space",
        [0x2009] = "thin space",
        [0x200A] = "hair space",
        [0x202F] = "narrow no-break space",
        [0x205F] = "medium mathematical space",
        [0x3000] = "ideographic space",
        [0x00AD] = "soft hyphen",
        [0x034F] = "combining grapheme joiner",
        [0x115F] = "Hangul filler",
        [0x1160] = "Hangul filler",
        [0x17B4] = "Khmer vowel inherent",
        [0x17B5] = "Khmer vowel inherent",
        [0x180E] = "Mongolian vowel separator",
        [0x200B] = "zero width space",
        [0x200C] = "zero width non-joiner",
        [0x200D] = "zero width joiner",
        [0x2060] = "word joiner",
        [0x2061] = "invisible function application",
        [0x2062] = "invisible times",
        [0x2063] = "invisible separator",
        [0x2064] = "invisible plus",
        [0x2800] = "blank Braille pattern",
        [0x3164] = "Hangul filler",
        [0xFEFF] = "byte order mark",
        [0xFFA0] = "Hangul filler",
        [0x061C] = "Arabic letter mark",
        [0x200E] = "left-to-right mark",
        [0x200F] = "right-to-left mark",
        [0x202A] = "left-to-right embedding",
        [0x202B] = "right-to-left embedding",
        [0x202C] = "pop directional formatting",
        [0x202D] = "left-to-right override",
        [0x202E] = "right-to-left override",
        [0x2066] = "left-to-right isolate",
        [0x2067] = "right-to-left isolate",
        [0x2068] = "first strong isolate",
        [0x2069] = "pop directional isolate",
    };

    /// <summary>Letters of other scripts with the Latin letter that they look like.</summary>
    private const string Cyrillic = "\u0410A\u0412B\u0415E\u041AK\u041CM\u041DH\u041EO\u0420P\u0421C\u0422T\u0423Y\u0425X\u0405S\u0406I\u0408J\u0430a\u0435e\u043Eo\u0440p\u0441c\u0443y\u0445x\u0455s\u0456i\u0458j\u04BBh\u0501d\u051Bq\u051Dw";
    private const string Greek = "\u0391A\u0392B\u0395E\u0396Z\u0397H\u0399I\u039AK\u039CM\u039DN\u039FO\u03A1P\u03A4T\u03A5Y\u03A7X\u03BFo\u03BDv\u03B1a\u03B9i";

    /// <summary>A line ends here for YAML 1.1 and for many readers, and not for YAML 1.2 and for editors.</summary>
    public static bool IsLineEnd(char c) => c is '\u0085' or '\u2028' or '\u2029' or '\u000B' or '\u000C';

    /// <summary>The text behind it is shown in another order than it is read.</summary>
    public static bool IsBidirectional(char c) => c is '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    public static bool IsHidden(int code) => Hidden.ContainsKey(code) || code is >= 0xE0000 and <= 0xE007F;

    /// <summary>The first character that cannot be seen; null when there is none.</summary>
    public static (int Offset, int Code)? FirstHidden(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var code = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) ? char.ConvertToUtf32(text[i], text[i + 1]) : text[i];
            if (IsHidden(code))
                return (i, code);
        }

        return null;
    }

    /// <summary>The first letter of another script in a word that is otherwise Latin; null when there is none.</summary>
    public static (int Offset, int Code)? FirstLookAlike(string text)
    {
        for (var start = 0; start < text.Length; start++)
        {
            if (!char.IsLetter(text[start]))
                continue;
            var end = start;
            while (end < text.Length && char.IsLetter(text[end]))
                end++;
            var word = text[start..end];
            if (word.Any(char.IsAsciiLetter))
            {
                for (var i = 0; i < word.Length; i++)
                    if (Latin(word[i]) is not null)
                        return (start + i, word[i]);
            }

            start = end;
        }

        return null;
    }

    /// <summary><c>U+200B (zero width space)</c>.</summary>
    public static string Name(int code)
    {
        var number = $"U+{code.ToString(code > 0xFFFF ? "X5" : "X4", CultureInfo.InvariantCulture)}";
        if (Hidden.TryGetValue(code, out var name))
            return $"{number} ({name})";
        if (code is >= 0xE0000 and <= 0xE007F)
            return $"{number} (invisible tag)";
        return Latin((char)code) is { } latin ? $"{number} ({Script((char)code)} letter that looks like Latin `{latin}`)" : number;
    }

    /// <summary>What of a text cannot be seen or looks like something else, by name; null when nothing does.</summary>
    public static string? Named(string text)
    {
        if (text.All(char.IsAscii))
            return null;
        var found = new SortedSet<int>();
        foreach (var rune in text.EnumerateRunes().Where(r => IsHidden(r.Value)))
            found.Add(rune.Value);
        foreach (var c in Words(text).Where(IsSuspicious).SelectMany(w => w).Where(c => Latin(c) is not null))
            found.Add(c);
        return found.Count == 0 ? null : $"it holds {string.Join(", ", found.Take(4).Select(Name))}";
    }

    /// <summary>With everything that cannot be seen as <c>\u200B</c>.</summary>
    public static string Shown(string text)
    {
        if (FirstHidden(text) is null)
            return text;
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsHidden(rune.Value))
                shown.Append(rune.Value > 0xFFFF ? $"\\U{rune.Value:X8}" : $"\\u{rune.Value:X4}");
            else
                shown.Append(rune.ToString());
        }

        return shown.ToString();
    }

    /// <summary>Latin and another script in one word, or a word that is all look-alikes.</summary>
    private static bool IsSuspicious(string word) => word.Any(c => Latin(c) is not null) && word.All(c => char.IsAsciiLetter(c) || Latin(c) is not null);

    private static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        foreach (var c in text)
        {
            if (char.IsLetter(c))
            {
                word.Append(c);
            }
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }

        if (word.Length > 0)
            yield return word.ToString();
    }

    private static char? Latin(char c) =>
        c < 0x80 ? null
        : c is >= '\uFF21' and <= '\uFF5A' && char.IsLetter(c) ? (char)(c - 0xFEE0)
        : In(Cyrillic, c) ?? In(Greek, c);

    private static char? In(string pairs, char c)
    {
        for (var i = 0; i < pairs.Length; i += 2)
            if (pairs[i] == c)
                return pairs[i + 1];
        return null;
    }

    private static string Script(char c) => c >= '\uFF00' ? "fullwidth" : c < 0x0400 ? "Greek" : "Cyrillic";
}
