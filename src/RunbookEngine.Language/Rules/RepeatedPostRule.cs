using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1607: a call that is not repeatable is repeated when no answer came.</summary>
internal static class RepeatedPostRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from place in context.Places
        where place.Step.Verb!.Name == "http" && place.Step.Argument("method")?.Text is "POST" or "PATCH"
        let again = place.Step.Argument("onUnknown")
        where again?.Text == "retry"
        select Diagnostic.Warning(Codes.RepeatedPost, again.At,
            $"a {place.Step.Argument("method")!.Text} whose answer got lost has perhaps been carried out, and would be carried out twice",
            "write onUnknown: hold, or silence this when the service knows a repetition");
}
