using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Model;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1210: a modifier that means nothing for this step.</summary>
internal static class MisplacedModifierRule
{
    private static readonly string[] OfLoops = ["as", "maxParallel", "stopAfterFailures"];

    public static IEnumerable<Diagnostic> Check(RuleContext context) => context.Places.SelectMany(p => Check(p.Step));

    private static IEnumerable<Diagnostic> Check(Step step)
    {
        var verb = step.Verb!;
        if (step.Modifier("foreach") is null)
        {
            foreach (var modifier in OfLoops)
                if (At(step, modifier) is { } lonely)
                    yield return Diagnostic.Error(Codes.MisplacedModifier, lonely, $"`{modifier}` belongs to a `foreach`, and {step.Title} has none");
        }

        if (verb.Action is null && At(step, "wait") is { } wait)
        {
            yield return Diagnostic.Error(Codes.MisplacedModifier, wait, $"`wait` belongs to pair operations; `{verb.Name}` has no pair status to wait for",
                verb.Name is "pair.wait" ? "write status, failOn, timeout … inside pair.wait" : "use a pair.wait step, or `timeout`");
        }

        if (verb.Name is not "command" && At(step, "grace") is { } grace)
            yield return Diagnostic.Error(Codes.MisplacedModifier, grace, $"`grace` belongs to programs, and `{verb.Name}` starts none", "write it on the command inside, or remove it");

        foreach (var modifier in verb.IsContainer ? new[] { "rollback", "retry", "pivot" } : [])
        {
            if (At(step, modifier) is { } shared)
                yield return Diagnostic.Error(Codes.MisplacedModifier, shared, $"`{modifier}` cannot be shared by the steps of a `{verb.Name}`", "write it on the steps inside");
        }

        if (verb.Name is "checkpoint" && At(step, "retry") is { } retry)
            yield return Diagnostic.Error(Codes.MisplacedModifier, retry, "a checkpoint only records; there is nothing to retry");
    }

    private static SourceSpan? At(Step step, string modifier) => step.Node.Entry(modifier)?.Key.At;
}
