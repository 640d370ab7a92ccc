using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Reviews;

/// <summary>A step whose turn to be taken back comes in a rollback.</summary>
/// <param name="LeftBecause">It is left as it is, for this reason.</param>
/// <param name="Steps">The author's undo steps in their order; empty for an automatic undo.</param>
public sealed record UndoTurn(StepAt At, string? LeftBecause, IReadOnlyList<StepAt> Steps);

/// <summary>The order in which a rollback would take steps back: the decisions of the run loop, with every undo taken to succeed.</summary>
public static class UndoOrder
{
    /// <summary>Decisions looked at; a plan has fewer.</summary>
    private const int MostRounds = 100_000;

    public static IReadOnlyList<UndoTurn> Of(RunState run, RollbackStarted start, DateTimeOffset now)
    {
        var (ahead, turns) = (new Preview(run, now), new List<(StepKey Key, string? Left, List<StepAt> Steps, StepAt? At)>());
        ahead.Apply(start with { OfEnded = null, Gates = null });
        for (var round = 0; round < MostRounds && ahead.State.Phase == RunPhase.Rollback; round++)
        {
            var moves = Decider.Decide(ahead.State, now).Where(d => d is Decision.Record or Decision.Undo or Decision.Enter or Decision.Perform).ToList();
            if (moves.Count == 0)
                break;
            foreach (var move in moves)
                Follow(ahead, move, turns);
        }

        return [.. turns.Select(t => new UndoTurn(t.At ?? new StepAt(run.Plan.Find(t.Key.Id)!, t.Key, StepAt.NoVariables, null), t.Left, t.Steps))];
    }

    private static void Follow(Preview ahead, Decision move, List<(StepKey Key, string? Left, List<StepAt> Steps, StepAt? At)> turns)
    {
        switch (move)
        {
            case Decision.Record { Event: var e }:
                if (e is UndoSkipped skipped)
                    turns.Add((skipped.Step, skipped.Reason, [], null));
                else if (e is UndoStarted begun)
                    turns.Add((begun.Step, null, [], null));
                ahead.Apply(e);
                break;
            case Decision.Undo { At: var at }:
                turns.Add((at.Key, null, [], at));
                ahead.Apply(new UndoStarted(at.Key));
                ahead.Apply(new UndoSucceeded(at.Key));
                break;
            case Decision.Enter { At: var at }:
                if (!at.Step.IsContainer && turns.FindLast(t => Holds(ahead.State, t.Key, at)) is { Steps: { } steps })
                    steps.Add(at);
                ahead.Apply(at.Step.ForEach is null ? new StepStarted(at.Key, ahead.State.StepOrPending(at.Key).Attempts + 1) : new StepSkipped(at.Key, "looked at as one"));
                break;
            case Decision.Perform { At: var at }:
                ahead.Apply(new StepSucceeded(at.Key));
                break;
        }
    }

    private static bool Holds(RunState run, StepKey undone, StepAt at) => undone.Iteration == at.Key.Iteration
        && run.Plan.Find(undone.Id)?.Rollback.Steps.SelectMany(s => s.WithDescendants()).Any(s => s.Id == at.Step.Id) == true;
}
