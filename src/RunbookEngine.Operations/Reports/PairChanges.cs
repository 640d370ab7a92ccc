using RunbookEngine.Journal;
using RunbookEngine.Operations.Evidence;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Reports;

/// <summary>Copy groups whose pairs stood and stand alike.</summary>
/// <param name="Groups">Their names, in the order of the first reading.</param>
/// <param name="Before">Statuses at the first reading of each pair.</param>
/// <param name="After">At the last one.</param>
public sealed record PairChange(IReadOnlyList<string> Groups, int Pairs, string Before, string After)
{
    /// <summary>Ten thousand pairs that go alike are one row.</summary>
    public static IReadOnlyList<PairChange> Of(IReadOnlyList<Happening> happenings)
    {
        var (first, last) = (new Dictionary<string, PairReading>(StringComparer.Ordinal), new Dictionary<string, PairReading>(StringComparer.Ordinal));
        foreach (var h in happenings)
        {
            foreach (var pair in h.Event switch
            {
                PairsRead read => read.Pairs,
                OperationIntended intended => intended.Before,
                CheckpointReached reached => reached.Pairs,
                DriftFound drift => drift.Now,
                RollbackCompared compared => compared.Pairs,
                _ => [],
            })
            {
                var key = RunState.PairKey(pair);
                first.TryAdd(key, pair);
                last[key] = pair;
            }
        }

        return
        [
            .. from entry in first
               group (entry.Key, entry.Value) by entry.Value.CopyGroup into copyGroup
               let before = Told(copyGroup.Select(p => p.Value))
               let after = Told(copyGroup.Select(p => last[p.Key]))
               group (copyGroup.Key, Count: copyGroup.Count()) by (before, after) into alike
               select new PairChange([.. alike.Select(a => a.Key)], alike.Sum(a => a.Count), alike.Key.before, alike.Key.after),
        ];
    }

    private static string Told(IEnumerable<PairReading> pairs) =>
        string.Join(", ", pairs.GroupBy(p => p.Statuses + (p.PvolArray is { } at ? $", P-VOL at {at}" : "")).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Key).Distinct());
}
