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
        return Malformed(glob);
    }

    /// <summary>What makes a pattern none, whatever it is matched with: a bracket that is not closed or empty, a range that runs backwards. Null: nothing.</summary>
    public static string? Malformed(string glob)
    {
        for (var i = 0; i < glob.Length; i++)
        {
            if (glob[i] != '[')
                continue;
            var first = i + 1 < glob.Length && glob[i + 1] == '!' ? i + 2 : i + 1;
            if (first < glob.Length && glob[first] == ']')
                return "an empty [] matches nothing";
            var close = glob.IndexOf(']', first);
            if (close < 0)
                return "a [ is not closed";
            for (var at = first; at + 2 < close; at++)
            {
                if (glob[at + 1] != '-')
                    continue;
                if (glob[at] > glob[at + 2])
                    return "a range in [] runs backwards";
                at += 2;
            }

            i = close;
        }

        return null;
    }

    /// <summary>In time of pattern times name at most, whatever either holds: a star that did not fit is stretched by one and the one before it is never
    /// tried again. A pattern that is <see cref="Malformed"/> matches nothing.</summary>
    public static bool Matches(string glob, string name)
    {
        if (!IsPattern(glob))
            return glob == name;
        if (Malformed(glob) is not null)
            return false;
        var (at, star, from) = (0, -1, 0);
        for (var i = 0; i < name.Length;)
        {
            if (at < glob.Length && glob[at] == '*')
                (star, from, at) = (at, i, at + 1);
            else if (at < glob.Length && One(glob, at, name[i], out var next))
                (at, i) = (next, i + 1);
            else if (star >= 0)
                (at, i) = (star + 1, ++from);
            else
                return false;
        }

        while (at < glob.Length && glob[at] == '*')
            at++;
        return at == glob.Length;
    }

    private static bool One(string glob, int at, char c, out int next)
    {
        next = at + 1;
        if (glob[at] == '?')
            return true;
        if (glob[at] != '[')
            return glob[at] == c;
        var negated = glob[at + 1] == '!';
        var first = negated ? at + 2 : at + 1;
        var close = glob.IndexOf(']', first);
        next = close + 1;
        var found = false;
        for (var i = first; i < close && !found; i++)
        {
            if (i + 2 < close && glob[i + 1] == '-')
            {
                found = glob[i] <= c && c <= glob[i + 2];
                i += 2;
            }
            else
                found = glob[i] == c;
        }

        return found != negated;
    }
}
