namespace RunbookEngine.Simulator.Topologies;

/// <summary>What the author may have meant.</summary>
internal static class Nearest
{
    public static string Help(string word, IEnumerable<string> known)
    {
        var all = known.ToList();
        var best = all.Select(k => (Word: k, Distance: Distance(word, k))).OrderBy(p => p.Distance).FirstOrDefault();
        return best.Word is not null && best.Distance <= Math.Max(1, best.Word.Length / 3)
            ? $"Did you mean '{best.Word}'?"
            : $"Known: {string.Join(", ", all.Order(StringComparer.Ordinal))}.";
    }

    /// <summary>Letters to insert, delete or exchange, at most 64 of each word looked at.</summary>
    private static int Distance(string a, string b)
    {
        a = a[..Math.Min(a.Length, 64)].ToLowerInvariant();
        b = b[..Math.Min(b.Length, 64)].ToLowerInvariant();
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }
}
