using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1615: people are asked without being told what about.</summary>
internal static class ApprovalMessageRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from place in context.Places
        where place.Step.Verb!.Name == "approve" && string.IsNullOrWhiteSpace(place.Step.Argument("message")?.Text)
        select Diagnostic.Warning(Codes.ApprovalMessage, place.Step.At, $"{place.Step.Title} does not say what is to be approved", "add message: what happens, to what, and until when");
}
