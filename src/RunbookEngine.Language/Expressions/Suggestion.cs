namespace RunbookEngine.Language.Expressions;

/// <summary>Finds the name an author probably meant.</summary>
public static class Suggestion
{
    /// <summary>Longer names are not compared: the table grows with the product of the lengths.</summary>
    private const int LongestName = 64;

    /// <summary>A ready sentence, or null when nothing is near.</summary>
    public static string? For(string written, IEnumerable<string> known) =>
        Closest(written, known) is { } name ? $"did you mean `{name}`?" : null;

    /// <returns>The known word that somebody probably meant; null when none is near.</returns>
    public static string? Closest(string written, IEnumerable<string> known)
    {
        if (written.Length > LongestName)
        {
            return null;
        }

        var allowed = Math.Max(1, written.Length / 3);
        string? best = null;
        var bestDistance = int.MaxValue;
        foreach (var name in known)
        {
            if (name.Length > LongestName || Math.Abs(name.Length - written.Length) > allowed)
            {
                continue;
            }

            var distance = Distance(written, name);
            if (distance <= allowed && (distance < bestDistance || distance == bestDistance && string.CompareOrdinal(name, best) < 0))
            {
                (best, bestDistance) = (name, distance);
            }
        }

        return best;
    }

    // Optimal string alignment, letters compared without case: insert, delete, replace, swap of neighbours cost one each.
    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            d[i, 0] = i;
        }

        for (var j = 0; j <= b.Length; j++)
        {
            d[0, j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Same(a[i - 1], b[j - 1]) ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
