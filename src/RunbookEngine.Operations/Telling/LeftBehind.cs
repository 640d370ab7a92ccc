using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Telling;

/// <summary>The pairs that a step changed and that an undo could not bring back: as they are, and as they were before.</summary>
public static class LeftBehind
{
    public static IEnumerable<string> Of(RunState run, StepState step)
    {
        var undo = $"{step.Key.Id}/undo-";
        var before = step.Operations.Where(o => !o.Undo).SelectMany(o => o.Intent.Before).DistinctBy(RunState.PairKey).ToDictionary(RunState.PairKey);
        var touched = run.Steps.Values
            .Where(s => s.Key == step.Key || (s.Key.Iteration == step.Key.Iteration && s.Key.Id.Value.StartsWith(undo, StringComparison.Ordinal)))
            .SelectMany(s => s.Operations).SelectMany(o => o.Intent.Before).Select(RunState.PairKey).Distinct();
        return touched.Order(StringComparer.Ordinal).Select(run.Pairs.GetValueOrDefault).OfType<PairReading>()
            .Where(now => !before.TryGetValue(RunState.PairKey(now), out var was) || PairStory.Statuses(was) != PairStory.Statuses(now))
            .Select(now => $"{now.CopyGroup}/{now.Pair} on {now.Array} is {PairStory.Statuses(now)}"
                + (before.TryGetValue(RunState.PairKey(now), out var was) ? $", was {PairStory.Statuses(was)}" : ""));
    }
}
