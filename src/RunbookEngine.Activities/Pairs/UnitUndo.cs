using RunbookEngine.Activities.Steps;
using RunbookEngine.Arrays;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Runs;

namespace RunbookEngine.Activities.Pairs;

/// <summary>Takes one unit back: each pair to the status it had before the step's first request touched it. It plans anew after every move,
/// so it can be interrupted anywhere and called again.</summary>
internal sealed class UnitUndo(StepContext step, ArrayFleet fleet, UnitReader reader, OperationSender sender, PairUnit unit,
    StepLimits limits)
{
    /// <summary>Moves of one unit. The longest way back has four operations with a wait each.</summary>
    private const int MaxMoves = 12;

    private static readonly TimeSpan BetweenMoves = TimeSpan.FromSeconds(5);

    private IEnumerable<OperationRecord> Touching => step.Record.Operations
        .Where(o => o.Sequence > (step.Record.StartedSequence ?? 0) && UnitOperations.Concerns(o, unit));

    /// <returns>Null when every pair is as it was; else how the undo ends.</returns>
    public async Task<StepOutcome?> RunAsync(CancellationToken cancellationToken)
    {
        foreach (var open in Touching.Where(o => o.Result is null).ToList())
        {
            if (await sender.SettleAsync(unit, open, cancellationToken) is SendResult.Ended { Outcome: not StepOutcome.Failed } doubt)
            {
                return doubt.Outcome;
            }
        }
        if (step.Record.Operations.FirstOrDefault(o => o.Result is null && UnitOperations.Concerns(o, unit)) is { } running)
        {
            return StepOutcome.Fail(FailureKind.Timeout,
                $"{PairText.Describe(running)} is still under way; the step cannot be taken back before it is over");
        }
        for (var move = 0; move < MaxMoves; move++)
        {
            var seen = await reader.ReadAsync(unit with { Pair = null }, refresh: true, orAlone: false, limits.Token);
            var needs = Needs(seen);
            if (Next(needs) is not { } next)
            {
                return Rest(needs);
            }
            if (await MoveAsync(seen, needs, next, cancellationToken) is { } end)
            {
                return end;
            }
        }
        return Rest(Needs(await reader.ReadAsync(unit with { Pair = null }, refresh: true, orAlone: false, limits.Token)), gaveUp: true);
    }

    private List<UndoNeed> Needs(SeenGroup seen)
    {
        var forward = Touching.Where(o => !o.Undo && o.Result != OperationResult.NoEffect).ToList();
        return [.. forward.SelectMany(o => o.Intent.Before).Where(b => unit.Covers(b.Pair)).Select(b => b.Pair).Distinct().Select(pair =>
        {
            var first = forward.First(o => o.Intent.Before.Any(b => b.Pair == pair));
            var now = seen.Find(pair) ?? PairStates.Absent(unit, pair);
            var (was, undone) = (first.Intent.Before.First(b => b.Pair == pair), LastUndo(pair));
            var unseen = undone is null && !WasSeen(pair, first) && !Aftermath.HasShown(step.State, was)
                && forward.Any(o => o.Result == OperationResult.Done && o.Intent.Before.Any(b => b.Pair == pair));
            return UndoNeed.Of(now, was, OperationText.Read(first.Intent), unseen, undone, step.State.Rollback?.OfEnded == true);
        })];
    }

    /// <summary>A step that waited and succeeded has seen the effect, and so has a later step that asked something else of the pair; that it
    /// does not show now is their doing.</summary>
    private bool WasSeen(string pair, OperationRecord own) =>
        (step.Record.StatusBeforeUndo == StepStatus.Succeeded && step.Step.Wait is not { None: true })
        || step.State.Steps.Values.SelectMany(s => s.Operations).Any(o => o.Sequence > own.Sequence && o.Intent.Step != step.Key
            && o.Result == OperationResult.Done && UnitOperations.Concerns(o, unit) && o.Intent.Before.Any(b => b.Pair == pair));

    private (PairReading, PairOperation)? LastUndo(string pair) =>
        Touching.LastOrDefault(o => o.Undo && o.Result == OperationResult.Done && o.Intent.Before.Any(b => b.Pair == pair)) is { } last
            ? (last.Intent.Before.First(b => b.Pair == pair), OperationText.Read(last.Intent))
            : null;

    /// <summary>A pair that can be brought back is, also when another one cannot.</summary>
    private static UndoNeed? Next(List<UndoNeed> needs) => needs.FirstOrDefault(n => n is UndoNeed.Unclear)
        ?? needs.FirstOrDefault(n => n is UndoNeed.Wait) ?? needs.FirstOrDefault(n => n is UndoNeed.Act);

    private async Task<StepOutcome?> MoveAsync(SeenGroup seen, List<UndoNeed> needs, UndoNeed next, CancellationToken cancellationToken)
    {
        if (next is UndoNeed.Unclear)
        {
            await Task.Delay(BetweenMoves, step.Clock, limits.Token);
            return null;
        }
        if (next is UndoNeed.Wait wait)
        {
            var waiting = needs.OfType<UndoNeed.Wait>().Where(w => w.Goal.ToString() == wait.Goal.ToString()).Select(w => w.Pair.Name)
                .ToList();
            return await WaitAsync(WaitedUnit.For(seen, waiting, wait.Goal), startCounts: true, cancellationToken);
        }
        var operation = ((UndoNeed.Act)next).Operation;
        var act = needs.OfType<UndoNeed.Act>().Where(a => a.Operation == operation).Select(a => a.Pair).ToList();
        var asks = AskPlanner.Plan(unit.Technology, operation, act, [.. seen.All], onlyPair: false);
        if (Bystander(asks, act, operation) is { } other)
        {
            return StepOutcome.Fail(FailureKind.Refused,
                $"{unit.Group.Name} cannot be taken back by copy group: {other.Reading} was not changed by this step and would be changed too");
        }
        if (await new SharedPairs(fleet, reader).FindAsync(seen, act, operation, limits.Token) is { } found)
        {
            return StepOutcome.Fail(FailureKind.Refused,
                $"{PairVerb.WordOf(operation)} of {unit.Group.Name}/{found.Pair.Name} is refused: {found.Conflict.Why}",
                $"nothing was sent; bring {found.Conflict.With.Name} into a fitting status, then resume");
        }
        foreach (var ask in asks)
        {
            var request = PairAsk.Describe(fleet, seen, ask, operation);
            var target = ask.Pair is null ? unit.Group.Name : $"{unit.Group.Name}/{ask.Pair}";
            var sent = await sender.SendAsync(unit, request, PairVerb.WordOf(operation), target, [.. ask.Touched.Select(p => p.Reading)],
                cancellationToken);
            if (sent is SendResult.Ended ended)
            {
                return ended.Outcome;
            }
            if (sent is SendResult.Again)
            {
                // It had no effect: the next move looks at the pairs again and asks once more.
                await Task.Delay(BetweenMoves, step.Clock, limits.Token);
                return null;
            }
        }
        var goal = Replication.Waits.WaitGoal.NaturalEnd(unit.Technology, operation);
        return await WaitAsync(WaitedUnit.For(seen, [.. act.Select(p => p.Name)], goal), startCounts: false, cancellationToken);
    }

    private async Task<StepOutcome?> WaitAsync(WaitedUnit waited, bool startCounts, CancellationToken cancellationToken)
    {
        var plan = step.Step.Wait ?? new WaitPlan();
        var end = new WaitLimits(step.Clock.GetUtcNow() + plan.Timeout, "all", plan.Stall, plan.Poll);
        var waiter = new PairWaiter(step, fleet, reader, [waited], end, $"taking back: waiting for {waited.Wanted}");
        return await waiter.WaitAsync(startCounts, limits, cancellationToken) is { } failure ? new StepOutcome.Failed(failure) : null;
    }

    private static SeenPair? Bystander(IReadOnlyList<Ask> asks, List<SeenPair> act, PairOperation operation) =>
        asks.Where(a => a.Pair is null)
        .SelectMany(a => a.Touched)
        .FirstOrDefault(p => act.All(a => a.Name != p.Name) && StatusModel.Predict(p.State, operation) is Prediction.Accepted);

    private StepOutcome? Rest(List<UndoNeed> needs, bool gaveUp = false)
    {
        var left = needs.Where(n => n is not UndoNeed.Nothing).ToList();
        if (left.Count == 0)
        {
            return null;
        }
        var stuck = left.OfType<UndoNeed.Stuck>().FirstOrDefault();
        var why = stuck?.Why ?? (gaveUp ? $"after {MaxMoves} moves it was still not back" : "it did not come back");
        return new StepOutcome.Failed(
            new Failure(FailureKind.WrongStatus,
                $"left on array {unit.Target.Array}: {PairText.Line(left.Select(n => n.Pair.Reading))}; {why}")
            {
                Array = unit.Target.Array,
                Pairs = PairText.List(left.Select(n => n.Pair.Reading)),
                Help = stuck?.Instead ?? "bring the pairs back by hand, then skip this undo with a reason",
            });
    }
}
