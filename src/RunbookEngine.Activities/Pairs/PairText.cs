using System.Globalization;
using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Activities.Pairs;

/// <summary>Pairs in messages for people.</summary>
internal static class PairText
{
    /// <summary>More pairs than these are counted, not listed.</summary>
    private const int Listed = 20;

    public static IReadOnlyList<string> List(IEnumerable<PairReading> pairs)
    {
        var all = pairs.Select(p => p.ToString()).ToList();
        return all.Count <= Listed ? all : [.. all.Take(Listed), $"and {all.Count - Listed} more"];
    }

    public static string Line(IEnumerable<PairReading> pairs) => string.Join(", ", List(pairs));

    public static string At(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Describe(OperationRecord operation) =>
        $"the {operation.Intent.Action} of {operation.Intent.Target} on array {operation.Intent.Array}, announced at {At(operation.IntendedAt)}";
}
