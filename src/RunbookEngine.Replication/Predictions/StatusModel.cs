using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Tables;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Replication.Predictions;

/// <summary>The status tables as questions.</summary>
public static class StatusModel
{
    /// <summary>What would happen if this operation were sent to a pair in this state.</summary>
    public static Prediction Predict(PairState state, PairOperation operation)
    {
        if (OptionTable.Refuse(state.Technology, operation) is { } refusal)
        {
            return refusal;
        }

        if (SideOf(state, operation) is var side && side != operation.Side)
        {
            operation = operation with { SentTo = side };
        }

        var possible = state.Possible;
        if (possible.Count == 0)
        {
            return new Prediction.Uncertain($"no status table has {state.Statuses} for {state.Technology.RunbookName()}", []);
        }

        var form = OperationForms.Of(state.Technology, operation);
        return Merge(state, possible.Select(c => state with { Condition = c })
            .Select(s => BySvolAlone(s, operation) ?? Cell(s, form, operation)).ToList());
    }

    /// <summary>The side a request goes to for a pair in this state: the natural one, but a global-active device pair is deleted at the side
    /// that goes on, which is the S-VOL's after a takeover.</summary>
    public static PairSide SideOf(PairState state, PairOperation operation) =>
        operation is { Action: PairAction.Delete, SentTo: null } && state is { Technology: Technology.GlobalActiveDevice, S: PairStatus.SSWS }
            ? PairSide.Svol : operation.Side;

    /// <summary>The state a pair reaches by itself when what runs comes to its plain end; the state itself when nothing runs.</summary>
    public static PairState Settle(PairState state)
    {
        var settled = state;
        for (var steps = 0; steps < 4 && MoveOf(settled) is { } move; steps++)
        {
            settled = settled.Becoming(Landing(settled, move.To[0]));
        }

        return settled;
    }

    /// <summary>What the pair becomes when this happens to it; the state itself when the tables know no effect.</summary>
    public static PairState After(PairState state, PairEvent happened)
    {
        var paths = happened switch
        {
            PairEvent.PathsLost or PairEvent.PathsLostSvolFirst or PairEvent.PvolArrayLost => state with { PathsUp = false },
            PairEvent.QuorumLost or PairEvent.QuorumLostInNewCopy => state with { QuorumUp = false },
            PairEvent.QuorumBack => state with { QuorumUp = true },
            _ => state,
        };
        var row = StatusTables.Of(state.Technology).Events.FirstOrDefault(e => e.Event == happened && e.From.Contains(state.Condition)
            && (e.QuorumUp is null || e.QuorumUp == state.QuorumUp)
            && (e.Fences.Count == 0 || e.Fences.Contains(state.Fence ?? FenceLevel.Never)));
        if (row is null)
        {
            return paths;
        }

        var after = row.To == state.Condition ? paths : paths.Becoming(row.To);
        var usual = StatusTables.Of(state.Technology).Row(row.To);
        var (p, s) = row.Shown ?? (usual.P, usual.S);
        return after with { P = p, S = s };
    }

    /// <summary>A global-active device pair that reaches PAIR while the quorum disk cannot be used keeps its S-VOL blocked.</summary>
    private static PairCondition Landing(PairState state, PairCondition condition) =>
        condition == PairCondition.Paired && state is { Technology: Technology.GlobalActiveDevice, QuorumUp: false } ? PairCondition.PairedSvolBlocked : condition;

    private static MoveRow? MoveOf(PairState state) =>
        StatusTables.Of(state.Technology).Moves.FirstOrDefault(m => m.From == state.Condition);

    /// <summary>An S-VOL that was never told of the suspension still shows PAIR or COPY, and its array judges by that.</summary>
    private static Prediction? BySvolAlone(PairState state, PairOperation operation)
    {
        if (operation.Side != PairSide.Svol || state.Condition is not (PairCondition.SuspendedUnseen or PairCondition.SuspendedUnseenFenced)
            || state.S is not (PairStatus.PAIR or PairStatus.COPY))
        {
            return null;
        }

        var table = StatusTables.Of(state.Technology);
        Prediction.NothingHappens Nothing(int note) => new(table.NoteOf($"-{note}").Why, table.NoteOf($"-{note}").Source);
        switch (operation)
        {
            case { Action: PairAction.Resync }:
                return Nothing(6);
            case { Action: PairAction.Split, SvolOperationMode: null }:
                var split = state with { S = PairStatus.SSUS, Condition = PairCondition.Unclear };
                return new Prediction.Uncertain("the S-VOL's array has not heard of the suspension and may split its own side",
                    [Nothing(9), new Prediction.Accepted(split, split, CopyKind.None, "seconds", [], Sources.RestSplit.Derived)]);
            case { Action: PairAction.Takeover or PairAction.Split } when state.S == PairStatus.COPY:
                return new Prediction.Rejected(table.NoteOf("N5").Why, table.NoteOf("N5").Source);
            default:
                return null;
        }
    }

    private static Prediction Cell(PairState state, OperationForm form, PairOperation operation)
    {
        var table = StatusTables.Of(state.Technology);
        var cell = table.Cell(state.Condition, form);
        return cell[0] switch
        {
            'Y' => Accept(state, table.Transition(state.Condition, form), operation),
            '-' => new Prediction.NothingHappens(table.NoteOf(cell).Why, table.NoteOf(cell).Source),
            _ => new Prediction.Rejected(table.NoteOf(cell).Why, table.NoteOf(cell).Source),
        };
    }

    private static Prediction Accept(PairState state, TransitionRow row, PairOperation operation)
    {
        if (state.PathsUp || !state.Technology.IsRemote() || row.WithoutPaths == WithoutPaths.Same)
        {
            return Done(state, row, operation);
        }

        return row.WithoutPaths switch
        {
            WithoutPaths.TakesOver when state is { Technology: Technology.GlobalActiveDevice, QuorumUp: false } => new Prediction.Rejected(
                "neither the paths nor the quorum disk would keep the P-VOL from serving hosts too", Sources.GadQuorum.Derived),
            WithoutPaths.TakesOver => TakenOverAlone(state, row),
            WithoutPaths.Unclear => new Prediction.Uncertain(
                "the paths between the arrays are down: the array asked changes its own side, the other learns of it when they are back",
                [
                    new Prediction.Rejected("the other array cannot be reached", row.Source.Unconfirmed),
                    .. SplitAlready(state, operation), Done(state, row, operation),
                ]),
            _ => new Prediction.Rejected("the paths between the arrays are down", row.Source.Derived),
        };
    }

    /// <summary>A P-VOL that has not heard of the takeover and is suspended on its own account takes a split for done.</summary>
    private static IEnumerable<Prediction> SplitAlready(PairState state, PairOperation operation) =>
        operation.Action == PairAction.Split && state.Condition == PairCondition.TakenOverUnseen
            && state.P is PairStatus.PSUS or PairStatus.PSUE or PairStatus.PFUS
            ? [new Prediction.NothingHappens("the P-VOL's array has the pair as suspended and cannot be told of the takeover", Sources.CciCommands.Derived)]
            : [];

    private static Prediction.Accepted Done(PairState state, TransitionRow row, PairOperation operation)
    {
        var roles = row.Swaps ? state.Swapped() : state;
        var fenced = operation.Fence is { } fence ? roles with { Fence = fence } : roles;
        var final = fenced.Becoming(Landing(fenced, row.To));
        var intermediate = row.Via is { } via ? fenced.Becoming(via) : final;
        return new(intermediate, final, row.Copy, row.Ends, [.. row.Warnings, .. Currency(state, row)], row.Source);
    }

    private static Prediction.Accepted TakenOverAlone(PairState state, TransitionRow row)
    {
        var final = state.Becoming(PairCondition.TakenOverUnseen) with { P = state.P };
        return new(final, final, CopyKind.None, "seconds",
        [
            "the P-VOL's array is not told while the paths are down: keep hosts off the P-VOL", .. row.Warnings, .. Currency(state, row),
        ], row.Source);
    }

    private static IEnumerable<string> Currency(PairState state, TransitionRow row) =>
        row is { To: PairCondition.TakenOver } && TakeoverCurrency.Of(state) is { IsAssured: false, Why: var why } ? [why] : [];

    private static Prediction Merge(PairState state, List<Prediction> predictions)
    {
        if (predictions.Count == 1 || predictions.Skip(1).All(p => SameEnd(predictions[0], p)))
        {
            return predictions[0];
        }

        var distinct = new List<Prediction>();
        foreach (var prediction in predictions.OrderBy(Weight).Where(p => !distinct.Any(d => SameEnd(d, p))))
        {
            distinct.Add(prediction);
        }

        return distinct.Count == 1
            ? distinct[0]
            : new Prediction.Uncertain($"{state.Statuses} alone does not say what the pair is doing", distinct);
    }

    private static bool SameEnd(Prediction one, Prediction other) => (one, other) switch
    {
        (Prediction.Accepted a, Prediction.Accepted b) => a.Final == b.Final && a.Copy == b.Copy,
        (Prediction.Uncertain a, Prediction.Uncertain b) => a.Why == b.Why && a.Possible.Count == b.Possible.Count
            && a.Possible.Zip(b.Possible).All(pair => SameEnd(pair.First, pair.Second)),
        _ => one.GetType() == other.GetType(),
    };

    private static int Weight(Prediction prediction) => prediction switch
    {
        Prediction.Rejected => 0,
        Prediction.NothingHappens => 1,
        Prediction.Accepted => 2,
        _ => 3,
    };
}
