using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Model;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1315: a step that gives up before the wait inside it does.</summary>
internal static class StepTimeoutRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from place in context.Places
        let step = place.Step
        let limit = Nodes.Duration(step.Modifier("timeout"))
        where limit is not null
        let inside = Inside(step)
        where inside is not null && Nodes.Duration(inside) > limit
        select Diagnostic.Warning(Codes.StepTimeout, step.Modifier("timeout")!.At,
            $"{step.Title} gives up after {step.Modifier("timeout")!.Text}, before the {inside.Text} it has inside (line {inside.At.Line}) are over",
            "make the step's timeout the longer one, or leave it out");

    private static DocumentNode? Inside(Step step) => step.Verb!.Name switch
    {
        "pair.wait" => step.Argument("timeout"),
        "approve" or "manual" => step.Argument("deadline"),
        "delay" => step.Argument("for"),
        _ => (step.Modifier("wait") as MapNode)?["timeout"],
    };
}
