using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Environments;
using RunbookEngine.Language.Expressions;
using RunbookEngine.Language.Model;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1601, RB1602: an approval must be possible to give, by people the environment knows.</summary>
internal static class ApprovalRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        context.Places.Where(p => p.Step.Verb!.Name == "approve").SelectMany(p => Check(p.Step, context.Environment, context.Actor));

    private static IEnumerable<Diagnostic> Check(Step step, EnvironmentModel? environment, string? actor)
    {
        var by = Nodes.OneOrMany(step.Argument("by")).Where(n => n.Text is not null).ToList();
        if (by.Count == 0 || by.Any(Nodes.HasExpression))
            yield break;
        var min = Nodes.Integer(step.Argument("min")) ?? 1;
        var at = step.Argument("min")?.At ?? by[0].At;
        if (environment is null)
        {
            // Without an environment a name may be a group of any size.
            yield break;
        }

        var later = EscalationRule.Entries(step).SelectMany(e => Nodes.OneOrMany(e["to"])).Where(n => n.Text is not null && !Nodes.HasExpression(n)).ToList();
        var unknown = by.Concat(later).Where(n => !environment.Approvers.ContainsKey(n.Text!) && environment.Approvers.Count > 0
            && !environment.Approvers.Values.Any(people => people.Contains(n.Text!))).ToList();
        foreach (var name in unknown)
        {
            var known = environment.Approvers.Keys.Concat(environment.Approvers.Values.SelectMany(p => p)).Distinct();
            yield return Diagnostic.Error(Codes.UnknownApprover, name.At, $"the environment `{environment.Name}` knows no approver or group `{name.Text}`",
                Suggestion.For(name.Text!, known) ?? $"groups: {string.Join(", ", environment.Approvers.Keys)}");
        }

        if (unknown.Count > 0)
            yield break;
        var persons = by.Concat(later).SelectMany(n => environment.Approvers.GetValueOrDefault(n.Text!) ?? [n.Text!]).Distinct().ToList();
        var own = Nodes.IsTrue(step.Argument("requesterMayApprove"));
        var eligible = own ? persons : persons.Where(p => p != actor).ToList();
        if (eligible.Count < min)
        {
            yield return Diagnostic.Error(Codes.ApprovalImpossible, at,
                $"nobody can give this approval: it needs {min} of {Names(persons)}" + (persons.Count > eligible.Count ? $", and {actor} starts the run" : ""),
                "add people, or lower `min`");
        }
        else if (!own && actor is null && persons.Count == min)
        {
            yield return Diagnostic.Warning(Codes.ApprovalImpossible, at,
                $"nobody can give this approval when one of {Names(persons)} starts the run", "add a person: the requester does not count");
        }
    }

    private static string Names(List<string> persons) => persons.Count == 0 ? "nobody" : string.Join(", ", persons);
}
