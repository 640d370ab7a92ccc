namespace RunbookEngine.Cli.Hosting;

/// <summary>The known word that somebody probably meant.</summary>
internal static class Nearest
{
    /// <returns>The word that differs in the fewest letters, at most a third of them; null when none is near.</returns>
    public static string? To(string written, IEnumerable<string> known)
    {
        var best = known.Select(word => (Word: word, Distance: Distance(written, word))).OrderBy(w => w.Distance).FirstOrDefault();
        return best.Word is not null && best.Distance <= Math.Max(1, best.Word.Length / 3) ? best.Word : null;
    }

    private static int Distance(string a, string b)
    {
        if (a.Length > 64)
            return int.MaxValue;
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var (diagonal, left) = (row[0], i);
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = left = Math.Min(cost, Math.Min(left, row[j]) + 1);
            }
        }

        return row[b.Length];
    }
}
