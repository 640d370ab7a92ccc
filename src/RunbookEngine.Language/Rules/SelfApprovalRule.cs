using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1616: whoever starts the run may approve it alone.</summary>
internal static class SelfApprovalRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from place in context.Places
        where place.Step.Verb!.Name == "approve" && Nodes.IsTrue(place.Step.Argument("requesterMayApprove"))
            && (place.Step.Argument("min") is null || Nodes.Integer(place.Step.Argument("min")) == 1)
        select Diagnostic.Warning(Codes.SelfApproval, place.Step.Argument("requesterMayApprove")!.At,
            "one approval is enough, and it may come from whoever started the run", "leave `requesterMayApprove` out, or write min: 2");
}
