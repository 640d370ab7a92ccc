using System.Collections.Concurrent;
using System.Collections.Immutable;
using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Progress;

/// <summary>The pairs of each step as they were last read while it worked on them.</summary>
internal sealed class StepPairs
{
    private readonly ConcurrentDictionary<StepKey, ImmutableDictionary<string, PairReading>> _last = [];

    public IReadOnlyCollection<PairReading> Of(StepKey step) => _last.TryGetValue(step, out var pairs) ? [.. pairs.Values] : [];

    public void Follow(RunEvent e)
    {
        if (e is OperationIntended intended)
            Add(intended.Step, intended.Before);
        else if (e is PairsRead read)
            Add(read.Step, read.Pairs);
    }

    public void Add(StepKey step, IReadOnlyList<PairReading> readings) => _last.AddOrUpdate(step,
        _ => ImmutableDictionary<string, PairReading>.Empty.SetItems(readings.Select(r => KeyValuePair.Create(RunState.PairKey(r), r))),
        (_, known) => known.SetItems(readings.Select(r => KeyValuePair.Create(RunState.PairKey(r), r))));
}
