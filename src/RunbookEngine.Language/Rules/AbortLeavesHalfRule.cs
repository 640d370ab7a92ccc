using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Model;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1525: a failure leaves pairs as they are, half-way.</summary>
internal static class AbortLeavesHalfRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        var written = context.Runbook.Root["onFailure"];
        if (written?.Text == "abort" && context.Acting.Any(p => p.Section == RunbookSection.Steps))
            yield return Warning(written, "the pairs");
        foreach (var place in context.Acting.Where(p => p.Step.Modifier("onFailure")?.Text == "abort"))
            yield return Warning(place.Step.Modifier("onFailure")!, $"the pairs of {place.Step.Title}");
    }

    private static Diagnostic Warning(DocumentNode at, string what) => Diagnostic.Warning(Codes.AbortLeavesHalf, at.At,
        $"after a failure `abort` leaves {what} as they are, some changed and some not, and the run cannot be resumed", "write hold, so that a person decides, or rollback");
}
