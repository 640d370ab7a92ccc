using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Arrays;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Journal;
using RunbookEngine.Plans;

namespace RunbookEngine.Activities.Pairs;

/// <summary><c>pair.split</c>, <c>resync</c>, <c>restore</c>, <c>create</c>, <c>delete</c>, <c>takeover</c>, <c>swapResync</c>: look at every pair, ask
/// for what is missing, wait until all are there. Called again after a crash it first settles what the journal says was begun.</summary>
internal sealed class PairOperationActivity(ArrayConnections connections) : Activity
{
    /// <summary>Copy groups of one step that are asked at a time; waits are not counted.</summary>
    private const int SideBySide = 8;

    /// <summary>The same where the moment counts; what an array has in flight is bounded by its connection.</summary>
    private const int MostAtOnce = 64;

    private static readonly WaitPlan NaturalWait = new();

    protected override async Task<StepOutcome> RunAsync(StepContext step, CancellationToken cancellationToken)
    {
        using var limits = new StepLimits(step, cancellationToken);
        return await PairGuard.RunAsync(limits, "while the pairs were worked on", () => RunAsync(step, limits, cancellationToken));
    }

    protected override async Task<StepOutcome> TakeBackAsync(StepContext step, CancellationToken cancellationToken)
    {
        using var limits = new StepLimits(step, cancellationToken);
        return await PairGuard.RunAsync(limits, "while the step was taken back",
            () => new PairUndo(step, connections.For(step.Plan), limits).RunAsync(cancellationToken));
    }

    private async Task<StepOutcome> RunAsync(StepContext step, StepLimits limits, CancellationToken cancellationToken)
    {
        var fleet = connections.For(step.Plan);
        var arguments = StepArguments.Of(step);
        var units = PairScope.Of(step, arguments, fleet);
        var verb = PairVerb.Read(arguments, units[0].Technology);
        if (verb.NewPairs.Count > 0 && units.Count > 1)
        {
            throw arguments.Wrong("on", $"names {units.Count} copy groups", "one copy group");
        }
        var wait = step.Step.Wait ?? NaturalWait;
        var waitLimits = WaitLimits.Of(step, wait);
        var reader = new UnitReader(step, fleet);
        var sender = new OperationSender(step, fleet, reader, limits, waitLimits.Until);
        var works = units.Select(unit => new UnitWork(step, fleet, reader, sender, unit, verb, waitLimits, limits)).ToList();
        var maxSkew = arguments.Duration("maxSkew");
        // All are looked at before anything is sent: a pair that refuses is found while nothing has changed yet.
        var outcome = await SideBySideAsync(works, (work, token) => work.LookAsync(token), SideBySide, cancellationToken)
            ?? SplitBefore(step, works, maxSkew);
        if (outcome is null)
        {
            await RecoveryMeasuring.MarkAsync(step, fleet, [.. works.Select(w => w.Seen)], limits, cancellationToken);
        }
        outcome ??= await SideBySideAsync(works, (work, token) => work.ActAsync(token), maxSkew is null ? SideBySide : MostAtOnce, cancellationToken)
            ?? await WaitAsync(step, fleet, reader, works, verb, wait, waitLimits, limits, () => connections.For(step.Plan), cancellationToken);
        return outcome is StepOutcome.Succeeded && maxSkew is { } most && SplitSkew.Of(step, units, [.. works.SelectMany(w => w.After)]) is { } skew && skew.Span > most
            ? TooFarApart(skew, most) : outcome;
    }

    /// <summary>A copy group that is split already was split at another moment, whenever that was.</summary>
    private static StepOutcome? SplitBefore(StepContext step, List<UnitWork> works, TimeSpan? maxSkew)
    {
        var before = works.Where(w => !w.HasToAct && SplitSkew.Requests(step, w.Unit).Count == 0).Select(w => w.Unit.Name).ToList();
        return maxSkew is null || works.Count < 2 || before.Count == 0 ? null
            : StepOutcome.Fail(FailureKind.WrongStatus,
                $"{string.Join(", ", before)} {(before.Count == 1 ? "is" : "are")} split already, at a time that nobody can compare; 'maxSkew' wants all to be split now",
                "nothing was sent; resync what is split, then resume");
    }

    private static StepOutcome TooFarApart(SplitSkew skew, TimeSpan most) => StepOutcome.Fail(FailureKind.WrongStatus,
        $"the copy groups were split too far apart: {skew}; 'maxSkew' allows {DurationText.Write(most)}",
        "the pairs are split; their data is not of one moment. Resync and split again, or put them into one consistency group");

    /// <summary>After the first that ends the step no further one is begun; those under way come to their end.</summary>
    private static async Task<StepOutcome?> SideBySideAsync(
        List<UnitWork> works, Func<UnitWork, CancellationToken, Task<StepOutcome?>> part, int most, CancellationToken cancellationToken)
    {
        var ends = new StepOutcome?[works.Count];
        var options = Parallelism.Of(most, cancellationToken);
        await Parallel.ForEachAsync(Enumerable.Range(0, works.Count), options, async (i, token) =>
        {
            if (ends.All(e => e is null))
            {
                ends[i] = await GuardedAsync(works[i], part, cancellationToken);
            }
        });
        return ends.OfType<StepOutcome.Ambiguous>().FirstOrDefault() ?? ends.FirstOrDefault(e => e is not null);
    }

    private static async Task<StepOutcome?> GuardedAsync(
        UnitWork work, Func<UnitWork, CancellationToken, Task<StepOutcome?>> part, CancellationToken cancellationToken)
    {
        try
        {
            return await part(work, cancellationToken);
        }
        catch (ArrayApiException e)
        {
            return new StepOutcome.Failed(ArrayFailures.Of(e.Error));
        }
        catch (ArrayNeededException e)
        {
            return new StepOutcome.Failed(e.Failure);
        }
    }

    private static async Task<StepOutcome> WaitAsync(
        StepContext step, ArrayFleet fleet, UnitReader reader, List<UnitWork> works, PairVerb verb, WaitPlan wait, WaitLimits waitLimits,
        StepLimits limits, Func<ArrayFleet> today, CancellationToken cancellationToken)
    {
        if (wait.None)
        {
            var now = await Task.WhenAll(works.Select(w => reader.ReadAsync(w.Unit, refresh: false, orAlone: true, limits.Token)));
            var readings = now.SelectMany(g => g.Pairs).Select(p => p.Reading).ToList();
            await RecoveryRecorder.RecordAsync(step, today(), works, verb.Operation, readings, cancellationToken);
            return new StepOutcome.Succeeded(PairOutputs.Of(readings, Acted(step, works, verb), skew: Skew(step, works, verb, readings)));
        }
        var waited = works.Select(w => WaitedUnit.For(w.Seen, w.Names, PairGoals.Of(wait, verb.NaturalEnd(w.Unit.Technology))) with
        {
            PvolArrays = w.Names.ToDictionary(n => n, n => PairMemory.Of(step, w.Unit, n, verb.Operation).PvolArrayAtStart),
        }).ToList();
        var waiter = new PairWaiter(step, fleet, reader, waited, waitLimits,
            $"waiting for {string.Join(", ", waited.Select(w => w.Wanted).Distinct())}", verb.Operation.GoesAlone, today);
        if (await waiter.WaitAsync(startCounts: !works.Any(w => w.Acted), limits, cancellationToken) is { } failure)
        {
            return new StepOutcome.Failed(failure);
        }
        await RecoveryRecorder.RecordAsync(step, today(), works, verb.Operation, waiter.Readings, cancellationToken);
        var warnings = works.SelectMany(w => w.Doubts).Concat(waiter.Doubtful.Select(p => $"{p} counts as there")).ToList();
        return new StepOutcome.Succeeded(PairOutputs.Of(waiter.Readings, Acted(step, works, verb), warnings, skew: Skew(step, works, verb, waiter.Readings)));
    }

    private static SplitSkew? Skew(StepContext step, List<UnitWork> works, PairVerb verb, IReadOnlyList<PairReading> after)
    {
        if (verb.Operation.Action != Replication.Vocabulary.PairAction.Split)
        {
            return null;
        }
        foreach (var work in works)
        {
            work.After = after;
        }
        return SplitSkew.Of(step, [.. works.Select(w => w.Unit)], after);
    }

    /// <summary>Pairs that this attempt asked the array for: those of its requests that were not there already.</summary>
    private static int Acted(StepContext step, List<UnitWork> works, PairVerb verb) => works.Sum(work =>
        UnitOperations.Of(step, work.Unit).Where(o => o.Sequence > step.Record.AttemptSequence && o.Result != OperationResult.NoEffect)
            .SelectMany(o => o.Intent.Before).Where(b => work.Unit.Covers(b.Pair))
            .Where(b => PairStates.State(work.Unit.Technology, b) is var s && verb.NaturalEnd(work.Unit.Technology).Judge(s, s.PvolArray)
                is not (Replication.Waits.WaitStanding.Met or Replication.Waits.WaitStanding.MetWithWarning))
            .DistinctBy(b => b.Pair).Count());
}
