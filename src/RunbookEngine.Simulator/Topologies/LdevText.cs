using System.Globalization;

namespace RunbookEngine.Simulator.Topologies;

/// <summary>LDEV numbers as people write them: 100, 0x64, 00:64, 100-119, and several with commas.</summary>
internal static class LdevText
{
    public const int MaxLdev = 65279;

    public static IReadOnlyList<int> Parse(YamlScalar scalar, string key, Mistakes mistakes)
    {
        var ids = new List<int>();
        foreach (var part in scalar.Text.Split(',', StringSplitOptions.TrimEntries))
        {
            var ends = part.Split('-', 2);
            var first = One(ends[0]);
            var last = ends.Length == 2 ? One(ends[1]) : first;
            if (first is null || last is null || last < first)
            {
                mistakes.Add(scalar, $"'{part}' in '{key}' is no LDEV number or range", "Write 0 to 65279, 0x64, \"00:64\" or 100-119.");
                return [];
            }
            ids.AddRange(Enumerable.Range(first.Value, last.Value - first.Value + 1));
        }
        return ids;
    }

    private static int? One(string text)
    {
        text = text.Trim();
        int value;
        var good = text.Contains(':')
            ? int.TryParse(text.Replace(":", ""), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
            : text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
                ? int.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
                : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        return good && value is >= 0 and <= MaxLdev ? value : null;
    }
}
