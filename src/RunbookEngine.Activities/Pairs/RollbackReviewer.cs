using RunbookEngine.Activities.Connections;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Reviews;
using RunbookEngine.Runs;

namespace RunbookEngine.Activities.Pairs;

/// <summary>Reads the pairs of a run and works out, undo by undo, what taking it back would send.</summary>
public sealed class RollbackReviewer(IRunStore store, ArrayConnections connections, TimeProvider clock) : IRollbackReviewer
{
    public async Task<RollbackReview> ReviewAsync(RunState run, string? toCheckpoint, CancellationToken cancellationToken)
    {
        var start = RunOperator.RollbackTo(run, "", toCheckpoint, "");
        var found = await RunComparison.OfAsync(store, new PairDriftReader(connections), run, cancellationToken);
        if (found.Now is not { } now)
        {
            throw new OperatorRefusedException($"The pairs of run {run.Id} cannot be read now, so nobody knows whether they are as it left them; nothing was sent.");
        }
        var forecast = new UndoForecaster(now, ofEnded: run.IsEnded);
        var lines = new List<UndoLine>();
        foreach (var turn in UndoOrder.Of(run, start, clock.GetUtcNow()))
        {
            lines.Add(turn.At.Step.Verb == "call" && turn.LeftBecause is null
                ? await CalledAsync(run, turn, forecast, cancellationToken)
                : forecast.Take(run, turn));
        }
        return new RollbackReview(run.Id, run.Sequence, start, run.IsEnded, found.Differences, found.LaterRuns, run.IsEnded ? RunGates.Of(run) : [],
            [.. lines.Where(l => l.Requests.Count + l.Steps.Count > 0 || l.Blocked is not null || l.LeftBecause is not null)]);
    }

    private async Task<UndoLine> CalledAsync(RunState run, UndoTurn turn, UndoForecaster forecast, CancellationToken cancellationToken)
    {
        var key = turn.At.Key;
        if (await RunComparison.CalledAsync(store, run, key, cancellationToken) is not { Outcome: not RunOutcome.RolledBack } child)
        {
            return new UndoLine(key, "call", [], [], []);
        }
        var inside = new List<UndoLine>();
        foreach (var own in UndoOrder.Of(child, RunOperator.RollbackTo(child, "", null, ""), clock.GetUtcNow()))
        {
            inside.Add(own.At.Step.Verb == "call" && own.LeftBecause is null ? await CalledAsync(child, own, forecast, cancellationToken) : forecast.Take(child, own));
        }
        // Its approvals and tickets are asked in that run, where the caller's rollback cannot wait for them.
        var gated = run.IsEnded && RunGates.Of(child).Count > 0
            ? $"the called run {child.Id} has gates of its own ({string.Join(", ", RunGates.Of(child))}): take that run back first" : null;
        return new UndoLine(key, "call", [.. inside.SelectMany(l => l.Requests)], [.. inside.SelectMany(l => l.Steps)], [.. inside.SelectMany(l => l.Lost).Distinct()],
            Blocked: gated ?? inside.FirstOrDefault(l => l.Blocked is not null)?.Blocked);
    }
}
