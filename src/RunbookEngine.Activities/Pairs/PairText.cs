using System.Globalization;
using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Activities.Pairs;

/// <summary>Pairs in messages for people.</summary>
internal static class PairText
{
    /// <summary>More pairs than these are counted, not listed.</summary>
    private const int Listed = 20;

    /// <param name="withPvol">Also where the P-VOL is.</param>
    public static IReadOnlyList<string> List(IEnumerable<PairReading> pairs, bool withPvol = false)
    {
        var all = pairs.Select(p => withPvol ? $"{p} with the P-VOL at {(p.PvolArray is { Length: > 0 } array ? array : "?")}" : p.ToString()).ToList();
        return all.Count <= Listed ? all : [.. all.Take(Listed), $"and {all.Count - Listed} more"];
    }

    public static string Line(IEnumerable<PairReading> pairs, bool withPvol = false) => string.Join(", ", List(pairs, withPvol));

    public static string At(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Describe(OperationRecord operation) =>
        $"the {operation.Intent.Action} of {operation.Intent.Target} on array {operation.Intent.Array}, announced at {At(operation.IntendedAt)}";
}
