using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Undo;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Reviews;
using RunbookEngine.Runs;

namespace RunbookEngine.Activities.Pairs;

/// <summary>What the undos of a run would send, one after the other, from the pairs as they are. Sends nothing.</summary>
/// <param name="ofEnded">No role swap is derived for a run that has ended.</param>
internal sealed class UndoForecaster(IReadOnlyList<PairReading> now, bool ofEnded)
{
    private readonly Dictionary<string, PairState> _pairs = [];

    public UndoLine Take(RunState run, UndoTurn turn)
    {
        var (key, verb) = (turn.At.Key, turn.At.Step.Verb);
        if (turn.LeftBecause is { } reason)
        {
            return new UndoLine(key, verb, [], [], [], LeftBecause: reason);
        }
        return turn.At.Step.Rollback.Kind == RollbackKind.Steps ? ByAuthor(run, turn) : Derived(run, turn);
    }

    private UndoLine ByAuthor(RunState run, UndoTurn turn)
    {
        var lost = turn.Steps.Select(s => s.Step.Verb).Distinct().Select(LostBy).OfType<string>().ToList();
        foreach (var (_, _, before) in Touched(run, turn.At.Key))
        {
            _pairs[RunState.PairKey(before)] = PairStates.State(TechnologyOf(run, before), before);
        }
        return new UndoLine(turn.At.Key, turn.At.Step.Verb, [], [.. turn.Steps.Select(s => Describe(s.Step))], lost);
    }

    /// <summary>The changes of volumes in reverse order, as the journal has them.</summary>
    private static UndoLine OfVolumes(RunState run, UndoTurn turn)
    {
        var step = run.StepOrPending(turn.At.Key);
        var requests = step.Operations.Where(o => !o.Undo && o.Result != OperationResult.NoEffect && o.Sequence > (step.StartedSequence ?? 0)).OrderByDescending(o => o.Sequence)
            .Select(o => (o.Intent.Array, Inverse: Volumes.VolumeChange.Inverse(o.Intent), o.Intent.Action)).Where(o => o.Inverse is not null)
            .Select(o => new UndoRequest(o.Array, o.Inverse!.Target, [], o.Inverse.Word, o.Action, o.Inverse.Word));
        return new UndoLine(turn.At.Key, turn.At.Step.Verb, [.. requests], [], []);
    }

    private UndoLine Derived(RunState run, UndoTurn turn)
    {
        if (turn.At.Step.Verb.StartsWith("volume.", StringComparison.Ordinal))
        {
            return OfVolumes(run, turn);
        }
        var (moves, lost, blocked) = (new List<(string Array, string Group, string Pair, int Round, PairOperation Operation, string Before, string After)>(), new List<string>(), (string?)null);
        foreach (var (first, operation, was) in Touched(run, turn.At.Key))
        {
            var technology = TechnologyOf(run, was);
            var (before, state) = (PairStates.State(technology, was), Now(technology, was));
            switch (Inverse.Of(before, operation, state))
            {
                case UndoPlan.Possible possible when RoleSwap.Refuse(possible, operation, ofEnded) is { } swap:
                    blocked ??= $"{was.CopyGroup}/{was.Pair}: {swap}";
                    break;
                case UndoPlan.Possible possible:
                    moves.AddRange(possible.Steps.Select((s, i) => (was.Array, was.CopyGroup, was.Pair, i, s.Operation, Word(state), Word(possible.Final))));
                    lost.AddRange(possible.Steps.Select(s => LostBy(s.Operation.Action, technology)).OfType<string>().Concat(possible.Warnings).Select(l => $"{was.CopyGroup}: {l}"));
                    _pairs[RunState.PairKey(was)] = possible.Final;
                    break;
                case UndoPlan.Impossible impossible:
                    blocked ??= $"{was.CopyGroup}/{was.Pair}: {impossible.Why}; {impossible.Instead}";
                    break;
            }
        }
        var requests = moves.GroupBy(m => (m.Array, m.Group, m.Round, m.Operation.Action, m.Before, m.After)).OrderBy(g => g.Key.Group, StringComparer.Ordinal).ThenBy(g => g.Key.Round)
            .Select(g => new UndoRequest(g.Key.Array, g.Key.Group, [.. g.Select(m => m.Pair).Order(StringComparer.Ordinal)], PairVerb.WordOf(g.First().Operation), g.Key.Before, g.Key.After));
        return new UndoLine(turn.At.Key, turn.At.Step.Verb, [.. requests], [], [.. lost.Distinct()], Blocked: blocked);
    }

    /// <summary>Each pair that the step asked something of, with the first thing it asked and the pair before that.</summary>
    private static IEnumerable<(OperationRecord Record, PairOperation Operation, PairReading Before)> Touched(RunState run, StepKey key)
    {
        var step = run.StepOrPending(key);
        return step.Operations.Where(o => !o.Undo && o.Intent.Array.Length > 0 && o.Result != OperationResult.NoEffect && o.Sequence > (step.StartedSequence ?? 0))
            .SelectMany(o => o.Intent.Before.Select(b => (Record: o, Before: b))).DistinctBy(t => RunState.PairKey(t.Before))
            .Select(t => (t.Record, OperationText.Read(t.Record.Intent), t.Before));
    }

    private PairState Now(Technology technology, PairReading pair) =>
        _pairs.TryGetValue(RunState.PairKey(pair), out var ahead) ? ahead
            : PairStates.State(technology, now.FirstOrDefault(n => RunState.PairKey(n) == RunState.PairKey(pair)) ?? pair with { PvolStatus = "SMPL", SvolStatus = "SMPL" });

    private static Technology TechnologyOf(RunState run, PairReading pair) => TechnologyNames.FromRunbook(
        run.Plan.Targets.First(t => (t.Array == pair.Array || t.RemoteArray == pair.Array) && (t.CopyGroups ?? []).Any(g => g.Name == pair.CopyGroup)).Technology)!.Value;

    private static string Word(PairState state) => $"{state.P}/{state.S}" + (state.PvolArray.Length > 0 ? $" with the P-VOL on {state.PvolArray}" : "");

    private static string Describe(PlanStep step) =>
        step.With.ValueKind == System.Text.Json.JsonValueKind.Object && step.With.TryGetProperty("on", out var on) && on.ValueKind == System.Text.Json.JsonValueKind.String
            ? $"{step.Verb} {on.GetString()}" : step.Name is { } name ? $"{step.Verb}: {name}" : step.Verb;

    private static string? LostBy(PairAction action, Technology technology) => action switch
    {
        PairAction.Resync => "what the S-VOLs hold since they were split, their own changes and their point in time, is overwritten from the P-VOLs",
        PairAction.Delete when technology == Technology.ThinImage => "the snapshot and the data it holds",
        PairAction.Delete => "the pair with its differential data: creating it again is a full copy",
        _ => null,
    };

    private static string? LostBy(string verb) => verb switch
    {
        "pair.resync" => "what the S-VOLs hold since they were split is overwritten from the P-VOLs",
        "pair.restore" => "what the P-VOLs hold is overwritten from the S-VOLs",
        "pair.swapResync" or "pair.takeover" => "what was written on the side that becomes the S-VOL",
        "pair.delete" => "the pairs with their differential data",
        _ => null,
    };
}
