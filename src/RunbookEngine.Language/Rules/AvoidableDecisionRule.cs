using System.Text.RegularExpressions;
using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Model;
using RunbookEngine.Plans;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1618: whoever starts the run may leave a decision out, by an input, by a loop over an input, or by the run mode, and what stands behind it is done all the same; or says how much it asks for.</summary>
internal static partial class AvoidableDecisionRule
{
    private const string NoMode = "no mode";

    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        var places = context.Places.Where(p => p.Section == RunbookSection.Steps && p.Upwards.All(u => u.UndoOf is null)).ToList();
        // A runbook that is called asks in its caller's place.
        var decisions = places.Where(p => p.Step.Verb!.Name is "approve" or "ticket.require" || (p.Step.Verb.Name == "call" && context.CalledAsks(p.Step))).ToList();
        var changing = decisions.Count == 0 ? [] : places.Where(p => RollbackRule.Changes(p.Step)).ToList();
        var chosen = decisions.Count == 0 ? [] : Chosen(places);
        return decisions.SelectMany(d => ByCondition(d, changing, chosen)).Concat(ByMode(decisions, changing)).Concat(decisions.SelectMany(d => ByArgument(d, chosen))).DistinctBy(d => d.At);
    }

    /// <summary>Steps whose outputs somebody chooses who runs the runbook, with who that is: answers, and what programs and services say to what they are given.</summary>
    private static Dictionary<string, string> Chosen(List<StepPlace> places)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var place in places.Where(p => p.Step.Verb!.Name == "manual" && p.Id is not null))
            found[place.Id!] = "whoever answers the question chooses that";
        var repeating = places.Where(p => p.Step.Verb!.Name is "command" or "http" && p is { Id: not null, Step.With: not null }).ToList();
        for (var more = true; more;)
        {
            more = false;
            foreach (var place in repeating.Where(p => !found.ContainsKey(p.Id!)))
            {
                if (Chooser(place, string.Join('\n', Nodes.Walk(place.Step.With!).Where(Nodes.HasExpression).Select(n => n.Text)), found) is null)
                    continue;
                found[place.Id!] = $"whoever starts the run chooses what `{place.Id}` is given";
                more = true;
            }
        }

        return found;
    }

    private static IEnumerable<Diagnostic> ByCondition(StepPlace decision, List<StepPlace> changing, IReadOnlyDictionary<string, string> chosen)
    {
        foreach (var behind in changing.Where(s => decision.OrderTo(s) == Order.Before))
        {
            var own = Conditions(behind, Shared(decision, behind)).Select(c => c.Text).ToHashSet();
            foreach (var (place, key, node, text) in Conditions(decision, Shared(decision, behind)).Where(c => !own.Contains(c.Text)))
            {
                if (Chooser(place, text, chosen) is { } chooser)
                {
                    yield return Diagnostic.Error(Codes.AvoidableDecision, node.At,
                        $"{decision.Step.Title} is left out where `{key}` says so, and {chooser}; {behind.Step.Title} behind it is done all the same",
                        $"let {decision.Step.Title} ask always, or put it into one group with what it is asked for and the `{key}` on that group");
                }
            }
        }
    }

    private static IEnumerable<Diagnostic> ByMode(List<StepPlace> decisions, List<StepPlace> changing)
    {
        foreach (var step in changing)
        {
            var before = decisions.Where(d => d.OrderTo(step) == Order.Before).ToList();
            var asked = before.SelectMany(Modes).ToHashSet();
            var open = Modes(step).Where(m => !asked.Contains(m)).ToList();
            if (open.Count > 0 && before.FirstOrDefault(d => Written(d) is not null) is { } decision)
            {
                yield return Diagnostic.Error(Codes.AvoidableDecision, Written(decision)!.At,
                    $"{decision.Step.Title} belongs to some run modes, and {step.Step.Title} behind it is also done with {string.Join(", ", open)}: whoever starts the run picks the mode",
                    $"leave `modes` out of {decision.Step.Title}, or give {step.Step.Title} the same ones; in an emergency two people break the glass");
            }
        }
    }

    /// <summary>What a decision asks for is not the requester's either. Which ticket it is about may be: the ticket says by itself whether it fits.</summary>
    private static IEnumerable<Diagnostic> ByArgument(StepPlace decision, IReadOnlyDictionary<string, string> chosen) =>
        from name in decision.Step.Verb!.Name switch { "approve" => new[] { "min" }, "ticket.require" => ["state", "window", "approval", "ci"], _ => [] }
        let node = decision.Step.Argument(name)
        where node is not null && Nodes.Walk(node).Any(Nodes.HasExpression)
        let chooser = Chooser(decision, TextOf(node), chosen)
        where chooser is not null
        select Diagnostic.Error(Codes.AvoidableDecision, node.At, $"`{name}` says what {decision.Step.Title} asks for, and {chooser}", "write it out");

    /// <summary>What decides whether a step's turn comes, below a container.</summary>
    private static IEnumerable<(StepPlace Place, string Key, DocumentNode Node, string Text)> Conditions(StepPlace place, StepPlace? below) =>
        from at in place.Upwards.TakeWhile(p => p != below)
        from key in new[] { "when", "foreach" }
        let node = at.Step.Modifier(key)
        where node is not null
        select (at, key, node, TextOf(node));

    /// <returns>Who chooses, as the message says it; null when it is none of those who run it.</returns>
    private static string? Chooser(StepPlace place, string text, IReadOnlyDictionary<string, string> chosen) =>
        Inputs().IsMatch(text) ? "whoever starts the run chooses the input"
        : Run().IsMatch(text) ? "whoever starts the run chooses that"
        : Steps().Matches(text).Select(m => chosen.GetValueOrDefault(m.Groups[1].Value)).FirstOrDefault(c => c is not null) is { } who ? who
        : place.Upwards.Skip(1).Where(p => p.Step.Modifier("foreach") is { } loop && Inputs().IsMatch(TextOf(loop))).Any(loop => (loop.Step.Modifier("as")?.Text ?? "item") is var name
            && Regex.IsMatch(text, $@"\b{Regex.Escape(name)}\b", RegexOptions.None, TimeSpan.FromSeconds(1))) ? "whoever starts the run chooses what the loop goes over"
        : null;

    private static string TextOf(DocumentNode node) => string.Join('\n', Nodes.Walk(node).Select(n => n.Text));

    /// <summary>The innermost step around both.</summary>
    private static StepPlace? Shared(StepPlace one, StepPlace other) => one.Upwards.Skip(1).FirstOrDefault(p => other.Upwards.Skip(1).Contains(p));

    private static IReadOnlyList<string> Modes(StepPlace place) => Written(place) is { } node ? [.. Nodes.OneOrMany(node).Select(n => n.Text).OfType<string>()] : [.. RunModes.All, NoMode];

    private static DocumentNode? Written(StepPlace place) => place.Upwards.Select(p => p.Step.Modifier("modes")).OfType<DocumentNode>().FirstOrDefault(n => Nodes.OneOrMany(n).Count > 0);

    [GeneratedRegex(@"\binputs\b")]
    private static partial Regex Inputs();

    [GeneratedRegex(@"\brun\s*[.\[]")]
    private static partial Regex Run();

    [GeneratedRegex(@"\bsteps\s*(?:\.\s*|\[\s*['""])([A-Za-z0-9_-]+)")]
    private static partial Regex Steps();
}
