using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Model;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1501, RB1502, RB1510, RB1512: every step that changes something says how it is taken back, or why not.</summary>
internal static class RollbackRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        context.Places.Where(p => p.UndoOf is null && !p.Step.Verb!.IsContainer).SelectMany(Check);

    /// <summary>Whether a step may change something, its arguments considered.</summary>
    public static bool Changes(Step step) => step.Verb is { Changes: true }
        && !(step.Verb.Name == "http" && (step.Argument("method")?.Text ?? "GET") is "GET" or "HEAD");

    private static IEnumerable<Diagnostic> Check(StepPlace place)
    {
        var (step, verb) = (place.Step, place.Step.Verb!);
        var written = step.Node.Entry("rollback");
        if (place.Section != RunbookSection.Steps)
        {
            // A reason why nothing is taken back is true here as well.
            if (written is not null && (written.Value as MapNode)?["none"] is null)
            {
                yield return Diagnostic.Error(Codes.NothingToRollBack, written.Key.At,
                    $"nothing rolls back steps of `{place.Section.ToString().ToLowerInvariant()}`", "remove `rollback`");
            }

            yield break;
        }

        if (!Changes(step))
        {
            if (written is not null)
                yield return Diagnostic.Error(Codes.NothingToRollBack, written.Key.At, $"`{verb.Name}` changes nothing, so there is nothing to take back", "remove `rollback`");
        }
        else if (written?.Value is ScalarNode { Raw: "none" } none)
        {
            yield return Diagnostic.Error(Codes.RollbackReason, none.At, "`rollback: none` needs a reason", "write rollback: { none: \"why that is all right\" }");
        }
        else if (written?.Value is ScalarNode { Raw: "auto" } auto && !verb.UndoesItself)
        {
            yield return Diagnostic.Error(Codes.NoAutomaticRollback, auto.At, $"`{verb.Name}` cannot be taken back by itself{Why(verb.Name)}",
                "write the steps that take it back, or { none: \"reason\" }");
        }
        else if (written is null && !verb.UndoesItself && !Nodes.IsTrue(step.Modifier("pivot")))
        {
            yield return Diagnostic.Error(Codes.RollbackMissing, step.At, $"{step.Title} has no rollback, and `{verb.Name}` cannot be taken back by itself{Why(verb.Name)}",
                verb.IsPair ? "add rollback: { none: \"reason\" } or the steps that take it back, or mark the step pivot: true"
                    : "add rollback: { none: \"reason\" } or the steps that take it back");
        }
    }

    private static string Why(string verb) => verb switch
    {
        "pair.restore" => ": it overwrites the P-VOLs",
        "pair.delete" => ": a new pair starts with a full copy",
        "pair.takeover" => ": hosts may have written to the S-VOLs",
        "pair.swapResync" => ": it overwrites what the present P-VOLs hold",
        _ => "",
    };
}
