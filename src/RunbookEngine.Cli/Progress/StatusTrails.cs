using System.Collections.Concurrent;
using System.Collections.Immutable;
using RunbookEngine.Cli.Runs;
using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Progress;

/// <summary>The way of a step's pairs through their statuses: <c>PAIR/PAIR -> PSUS/SSUS</c>.</summary>
internal sealed class StatusTrails
{
    /// <summary>Stations shown; earlier ones are dropped.</summary>
    private const int Longest = 5;

    private readonly ConcurrentDictionary<StepKey, ImmutableList<string>> _trails = [];
    private readonly Dictionary<(StepKey, string), string> _last = [];

    public string Of(StepKey step) => _trails.TryGetValue(step, out var trail) ? string.Join(" -> ", trail) : "";

    public void Follow(RunEvent e)
    {
        if (e is OperationIntended intended)
            Add(intended.Step, intended.Before);
        else if (e is PairsRead read)
            Add(read.Step, read.Pairs);
    }

    private void Add(StepKey step, IReadOnlyList<PairReading> readings)
    {
        foreach (var pair in readings)
            _last[(step, RunState.PairKey(pair))] = PairStory.Statuses(pair);
        var now = string.Join(" + ", _last.Where(l => l.Key.Item1 == step).GroupBy(l => l.Value).OrderByDescending(g => g.Count()).Select(g => g.Key).Take(3));
        if (now.Length == 0)
            return;
        _trails.AddOrUpdate(step, [now], (_, trail) => trail[^1] == now ? trail : trail.Count == Longest ? trail.RemoveAt(0).Add(now) : trail.Add(now));
    }
}
