using RunbookEngine.Differential.Tests.Arrays;
using RunbookEngine.Differential.Tests.Sequences;
using RunbookEngine.Replication.Groups;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Differential.Tests.Comparison;

/// <summary>Whether an answer is the one the model predicted.</summary>
internal static class Judgement
{
    /// <summary>What the array calls the pair in its record of changes.</summary>
    public static string NameOf(Technology technology, int member) =>
        technology == Technology.ThinImage ? $"{TwoArrays.Pvol(member)},3" : TwoArrays.Name(member);

    public static void Check(
        Technology technology, IReadOnlyList<(Member Member, Prediction Prediction)> predictions, OperationUnit unit, Answer answer,
        Func<Member, PairOperation> operation, bool together)
    {
        var (first, prediction) = predictions[0];
        var cell = $"{technology} {string.Join("+", predictions.Select(p => p.Member.Now.Condition).Distinct())}{(first.Now.PathsUp ? "" : ", paths down")} × {Title(technology, operation(first))} at {operation(first).Side} by {unit}";
        string Expected() => string.Join("; ", predictions.Select(p => $"v{p.Member.Number} {p.Member}: {Text(p.Prediction)}"));

        if (unit == OperationUnit.Pair || predictions.Count == 1)
        {
            if (!Kinds(prediction, first.Now, operation(first)).Contains(answer.Kind))
                throw new Difference(cell, $"the model says {Expected()}; the simulator {answer.Text}");
            return;
        }
        if (predictions.Any(p => p.Prediction is Prediction.Uncertain))
            return;
        var changed = new List<string>();
        var refused = false;
        foreach (var (member, each) in predictions)
        {
            refused = each is Prediction.Rejected;
            if (refused)
                break;
            if (each is Prediction.Accepted)
                changed.Add(NameOf(technology, member.Number));
        }
        if (refused && together)
            changed.Clear();
        if (answer.Failed != refused || !answer.Changed.SequenceEqual(changed))
            throw new Difference(cell, $"the model says {Expected()} — changed [{string.Join(' ', changed)}]; the simulator {answer.Text} [{string.Join(' ', answer.Changed)}]");
    }

    /// <summary>None, the difference, or everything: by the percent that is alike when the copy begins.</summary>
    public static void CheckCopy(Member before, Prediction.Accepted accepted, PairOperation operation, Sight sight)
    {
        // The data of a quick resync or restore follows as update copy, which the arrays do not count.
        if (operation is { Quick: true, Action: PairAction.Resync or PairAction.Restore } && accepted.Copy == CopyKind.Delta)
            return;
        var good = accepted.Copy switch
        {
            CopyKind.None => sight.Progress is null or 100,
            CopyKind.Full => sight.Progress == 0 || (sight.Progress is not null && before.OwesAll && before.Now.Condition == PairCondition.InitialCopy),
            _ => sight.Progress > 0 || (sight.Progress is not null && (before.OwesAll || before.Now.SvolIncomplete)),
        };
        if (!good)
        {
            throw new Difference($"{before.Now.Technology} {before.Now.Condition} × {Title(before.Now.Technology, operation)}, copy",
                $"the model says {accepted.Copy}, the simulator has {sight} just after");
        }
    }

    private static string Title(Technology technology, PairOperation operation) => OptionTable.Refuse(technology, operation) is { } refusal
        ? $"{operation.Action}, {refusal.Why}" : OperationForms.Of(technology, operation).Title();

    private static IReadOnlyList<AnswerKind> Kinds(Prediction prediction, PairState state, PairOperation operation) => prediction switch
    {
        Prediction.Accepted => [AnswerKind.Changed],
        // A deletion of what is not there has no object to name.
        Prediction.NothingHappens when operation.Action == PairAction.Delete && state.Condition == PairCondition.Simplex =>
            [AnswerKind.Gone, AnswerKind.Refused],
        Prediction.NothingHappens => [AnswerKind.NoOp],
        Prediction.Rejected => [AnswerKind.Refused, AnswerKind.Gone],
        Prediction.Uncertain { Possible: { Count: > 0 } possible } => [.. possible.SelectMany(p => Kinds(p, state, operation))],
        _ => Enum.GetValues<AnswerKind>(),
    };

    private static string Text(Prediction prediction) => prediction switch
    {
        Prediction.Accepted a => $"done, {a.Intermediate.Condition} → {a.Final.Condition}",
        Prediction.NothingHappens n => $"nothing happens ({n.Why})",
        Prediction.Rejected r => $"refused ({r.Why})",
        Prediction.Uncertain u => $"open ({u.Why}): {string.Join(" or ", u.Possible.Select(Text))}",
        _ => prediction.ToString()!,
    };
}
