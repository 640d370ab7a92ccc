namespace RunbookEngine.Import.Cci.Values;

/// <summary>Patterns of the shell with <c>*</c> and <c>?</c>.</summary>
internal static class ShellPattern
{
    /// <summary><c>${NAME##*/}</c> and the like: the text without what the pattern takes from its start (<c>#</c>) or end (<c>%</c>).</summary>
    public static string Cut(string text, string sign, string pattern)
    {
        var lengths = Enumerable.Range(0, text.Length + 1);
        foreach (var length in sign.Length == 2 ? lengths.Reverse() : lengths)
        {
            if (sign[0] == '#' && Matches(pattern, text[..length]))
                return text[length..];
            if (sign[0] == '%' && Matches(pattern, text[(text.Length - length)..]))
                return text[..^length];
        }

        return text;
    }

    public static bool Matches(string pattern, string text)
    {
        var (p, t, star, from) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
                (star, from) = (p++, t);
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == text[t]))
                (p, t) = (p + 1, t + 1);
            else if (star >= 0)
                (p, t) = (star + 1, ++from);
            else
                return false;
        }

        return pattern[p..].All(c => c == '*');
    }
}
