using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Reviews;

/// <summary>The pairs that an ended run worked on, compared with where it left them; and who has worked on them since.</summary>
/// <param name="Now">The pairs as read; null when they cannot be read now.</param>
public sealed record RunComparison(IReadOnlyList<PairReading>? Now, IReadOnlyList<PairDifference> Differences, IReadOnlyList<LaterRun> LaterRuns)
{
    /// <param name="reader">Null: this engine has no arrays, and only later runs are looked for.</param>
    public static async Task<RunComparison> OfAsync(IRunStore store, IDriftReader? reader, RunState run, CancellationToken cancellationToken)
    {
        var family = await FamilyAsync(store, run, cancellationToken);
        var left = family.SelectMany(LeftBy).ToLookup(l => RunState.PairKey(l.Pair));
        var groups = left.SelectMany(l => l).Select(l => l.Pair.CopyGroup).ToHashSet();
        var later = groups.Count == 0 ? [] : await Reviews.LaterRuns.FindAsync(store, family, groups, EndOf(run), cancellationToken);
        if (left.Count == 0 || reader is null)
            return new RunComparison([], [], later);
        var now = new List<PairReading>();
        foreach (var member in family.Where(f => LeftBy(f).Any()))
        {
            if (await reader.ReadAsync(member, cancellationToken) is not { } read)
                return new RunComparison(null, [], later);
            now.AddRange(read);
        }

        var fresh = now.DistinctBy(RunState.PairKey).ToDictionary(RunState.PairKey);
        // A pair that both a run and one it called have met is as either of them saw it last.
        var differences = left.Where(known => known.All(l => l.Differs(fresh.GetValueOrDefault(known.Key))))
            .Select(known => new PairDifference(known.Last().Pair, fresh.GetValueOrDefault(known.Key))).ToList();
        return new RunComparison(now, differences, later);
    }

    /// <summary>The run, and those it called, as far as they are stored.</summary>
    public static async Task<IReadOnlyList<RunState>> FamilyAsync(IRunStore store, RunState run, CancellationToken cancellationToken)
    {
        var family = new List<RunState> { run };
        foreach (var call in run.Steps.Values.Where(s => s.StartedSequence is not null && s.Iterations is null && run.Plan.Find(s.Key.Id)?.Verb == "call").OrderBy(s => s.StartedSequence))
        {
            if (await CalledAsync(store, run, call.Key, cancellationToken) is { } child)
                family.AddRange(await FamilyAsync(store, child, cancellationToken));
        }

        return family;
    }

    /// <summary>The run that a step called; null when it was never stored.</summary>
    public static Task<RunState?> CalledAsync(IRunStore store, RunState run, StepKey step, CancellationToken cancellationToken) =>
        store.LoadAsync(CallActivity.ChildId(run.Id, step), cancellationToken);

    /// <summary>While it is being taken back the run is open; it worked on its pairs until it ended.</summary>
    private static DateTimeOffset EndOf(RunState run) => (run.BeforeRollback ?? run).EndedAt ?? run.StartedAt;

    private static IEnumerable<Left> LeftBy(RunState run)
    {
        var touched = run.Steps.Values.SelectMany(s => s.Operations.Select(o => (Step: s, Operation: o)))
            .Where(o => !o.Operation.Undo && o.Operation.Intent.Array.Length > 0 && o.Operation.Result != OperationResult.NoEffect)
            .SelectMany(o => o.Operation.Intent.Before.Select(b => (Key: RunState.PairKey(b), o.Step, o.Operation, Before: b)))
            .ToLookup(t => t.Key);
        return touched.Select(t => t.MaxBy(o => o.Operation.Sequence) is var last && run.Pairs.GetValueOrDefault(t.Key) is { } seen
            ? new Left(seen, Unfinished: last.Operation.Result is not OperationResult.Done || Drift.IsUnderWay(run, seen)
                || (last.Step.Status == StepStatus.Failed && (last.Before.PvolStatus, last.Before.SvolStatus) == (seen.PvolStatus, seen.SvolStatus)))
            : null).OfType<Left>();
    }

    /// <param name="Unfinished">Its last operation was not seen to its end: the statuses may have moved on by themselves.</param>
    private sealed record Left(PairReading Pair, bool Unfinished)
    {
        public bool Differs(PairReading? now) => now is null ? Pair.PvolStatus != "SMPL"
            : now.PvolStatus.Length == 0 || now.SvolStatus.Length == 0 || Drift.OtherPair(Pair, now) || (!Unfinished && Drift.OtherStatus(Pair, now));
    }
}
