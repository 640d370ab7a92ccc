using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Model;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1503: a wait for statuses that the operation, or any pair, never shows.</summary>
internal static class ImpossibleWaitRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) => context.Places.SelectMany(place =>
        place.Step.Verb!.Action is not null ? Wait(place, context) : Condition(place, context));

    private static IEnumerable<Diagnostic> Wait(StepPlace place, RuleContext context)
    {
        var step = place.Step;
        if (step.Modifier("wait") is not MapNode wait)
            yield break;
        var ends = PairEnds.Of(step, context.On(place)?.Technology);
        var (wanted, failing) = (Statuses(wait["for"]), Statuses(wait["failOn"]));
        // `swap` or the like given by an expression leaves the end open.
        var open = step.With is MapNode with && with.Entries.Any(e => e.Key.Raw != "on" && Nodes.HasExpression(e.Value));
        if (wanted is not null && !open && !ends.Any(e => wanted.Contains(e.Pvol) && wanted.Contains(e.Svol)))
        {
            yield return Diagnostic.Error(Codes.ImpossibleWait, wait["for"]!.At,
                $"`{step.Verb!.Name}` never gets a pair to {string.Join("/", wanted)}: it ends in {ends[0].Pvol}/{ends[0].Svol}",
                $"both sides of a pair must be in the list: for: [{string.Join(", ", new[] { ends[0].Pvol, ends[0].Svol }.Distinct())}]");
        }

        if (failing is not null && !open && (wanted ?? [ends[0].Pvol, ends[0].Svol]).Intersect(failing).FirstOrDefault() is { } both)
        {
            yield return Diagnostic.Error(Codes.ImpossibleWait, wait["failOn"]!.At, $"{both} would end the wait as a failure, and it is what the wait is for",
                $"take {both} out of failOn");
        }
    }

    private static IEnumerable<Diagnostic> Condition(StepPlace place, RuleContext context)
    {
        var step = place.Step;
        if (Statuses(step.Argument("status")) is not { } wanted || context.On(place)?.Technology == Technology.ThinImage)
            yield break;
        var open = context.On(place)?.Technology is null && wanted.Contains("PSUS");
        if (!open && wanted.Contains("PSUS") && !wanted.Any(w => w is "SSUS" or "SSWS" or "PSUE" or "COPY" or "SMPL"))
            yield return OneSided(step, "PSUS", "SSUS", "P-VOL");
        else if (wanted.Contains("SSUS") && !wanted.Any(w => w is "PSUS" or "PSUE"))
            yield return OneSided(step, "SSUS", "PSUS", "S-VOL");
        if (Statuses(step.Argument("failOn")) is { } failing && wanted.Intersect(failing).FirstOrDefault() is { } both)
        {
            yield return Diagnostic.Error(Codes.ImpossibleWait, step.Argument("failOn")!.At, $"{both} would end the wait as a failure, and it is what the wait is for",
                $"take {both} out of failOn");
        }
    }

    private static Diagnostic OneSided(Step step, string status, string other, string side) =>
        Diagnostic.Error(Codes.ImpossibleWait, step.Argument("status")!.At, $"{status} is shown on the {side} only, and both sides of a pair must be in the list",
            $"write status: [{(status == "PSUS" ? $"{status}, {other}" : $"{other}, {status}")}]");

    /// <summary>The statuses written out; null for none, or when an expression is among them.</summary>
    private static List<string>? Statuses(DocumentNode? node)
    {
        var written = Nodes.OneOrMany(node);
        return written.Count == 0 || written.Any(n => n.Text is null || Nodes.HasExpression(n)) ? null : [.. written.Select(n => n.Text!)];
    }
}
