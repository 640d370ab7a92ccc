using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Model;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Rules;

/// <summary>The statuses a pair can show after an operation, as far as its arguments tell; both sides of each.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, pair status pages; transition tables of the CCI guide.</remarks>
internal static class PairEnds
{
    /// <summary>Where the operation comes to rest first, then what can be seen on the way and soon after. Thin Image shows one status.</summary>
    public static IReadOnlyList<(string Pvol, string Svol)> Of(Step step, Technology? technology)
    {
        var thin = technology == Technology.ThinImage;
        (string, string)[] split = thin ? [("PSUS", "PSUS"), ("PFUS", "PFUS")] : [("PSUS", "SSUS"), ("PSUS", "COPY"), ("COPY", "COPY")];
        (string, string)[] pair = [("PAIR", "PAIR"), ("COPY", "COPY"), ("PFUL", "PFUL")];
        return step.Verb?.Action switch
        {
            PairAction.Split when IsOn(step, "swap") => [("PSUS", "SSWS"), ("PSUE", "SSWS"), ("PAIR", "SSWS")],
            PairAction.Split when IsOn(step, "forceSuspend") => [("PSUE", "PSUE")],
            PairAction.Split => split,
            PairAction.Resync or PairAction.SwapResync => pair,
            PairAction.Restore => [("PAIR", "PAIR"), ("RCPY", "RCPY"), ("COPY", "COPY")],
            PairAction.Create when IsOn(step, "autoSplit") => split,
            PairAction.Create => pair,
            PairAction.Delete => [("SMPL", "SMPL")],
            PairAction.Takeover => [("PAIR", "PAIR"), ("PSUS", "SSWS"), ("PSUE", "SSWS"), ("PAIR", "SSWS"), ("COPY", "COPY")],
            _ => [],
        };
    }

    // An expression may turn out true; then nothing is said.
    private static bool IsOn(Step step, string option) => Nodes.IsTrue(step.Argument(option)) || Nodes.HasExpression(step.Argument(option));
}
