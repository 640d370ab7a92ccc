using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Telling;

/// <summary>Tells pair readings as changes: <c>split[erp-ur-01] PAIR/PAIR -> PSUS/SSUS (2 of 2 pairs)</c>.</summary>
public sealed class PairStory
{
    private readonly Dictionary<string, PairReading> _last = [];

    /// <summary>Pairs that were met, by copy group.</summary>
    private readonly Dictionary<(string Array, string CopyGroup), int> _known = [];

    public void Know(IEnumerable<PairReading> readings)
    {
        foreach (var pair in readings)
            Keep(pair);
    }

    private void Keep(PairReading pair)
    {
        var key = RunState.PairKey(pair);
        if (!_last.ContainsKey(key))
            _known[(pair.Array, pair.CopyGroup)] = _known.GetValueOrDefault((pair.Array, pair.CopyGroup)) + 1;
        _last[key] = pair;
    }

    /// <param name="first">Tell also pairs that were read for the first time: where the operation sets out from.</param>
    public IEnumerable<string> Tell(StepKey step, IReadOnlyList<PairReading> readings, bool first)
    {
        var lines = new List<string>();
        foreach (var group in readings.GroupBy(r => (r.Array, r.CopyGroup)))
        {
            var changes = group.Select(now => (Now: now, Before: _last.GetValueOrDefault(RunState.PairKey(now)))).ToList();
            foreach (var now in group)
                Keep(now);
            var known = _known[group.Key];
            var name = step.Iteration == group.Key.CopyGroup ? $"{step}" : $"{step} {group.Key.CopyGroup}";
            lines.AddRange(changes
                .Where(c => c.Before is null ? first : Statuses(c.Before) != Statuses(c.Now))
                .GroupBy(c => (From: c.Before is null ? null : Statuses(c.Before), To: Statuses(c.Now)))
                .Select(g => g.Key.From is null
                    ? $"{name} {g.Key.To} ({Count(g.Count(), known)})"
                    : $"{name} {g.Key.From} -> {g.Key.To} ({Count(g.Count(), known)})"));
            if (Copied(changes) is { } percent)
                lines.Add($"{name} {percent.Status} {percent.Percent} % copied");
        }

        return lines;
    }

    public static string Statuses(PairReading pair) => $"{Word(pair.PvolStatus)}/{Word(pair.SvolStatus)}";

    private static (string Status, int Percent)? Copied(List<(PairReading Now, PairReading? Before)> changes)
    {
        var moved = changes.Where(c => c.Before is not null && Statuses(c.Before) == Statuses(c.Now)
            && c.Now.Progress is { } now && now != c.Before.Progress).ToList();
        return moved.Count == 0 ? null : (Statuses(moved[0].Now), (int)moved.Average(c => c.Now.Progress!.Value));
    }

    private static string Count(int some, int all) => all == 1 ? "1 pair" : $"{some} of {all} pairs";

    private static string Word(string status) => status.Length == 0 ? "?" : status;
}
