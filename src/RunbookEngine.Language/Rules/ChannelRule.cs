using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Expressions;
using RunbookEngine.Language.Model;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1603: a notification to a channel that the environment does not have.</summary>
internal static class ChannelRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from place in context.Places
        where context.Environment is not null && place.Step.Verb!.Name is "notify" or "approve"
        from channel in Written(place.Step)
        where channel.Text is not null && !Nodes.HasExpression(channel) && !context.Environment!.Notify.ContainsKey(channel.Text)
        // A notification is never fatal unless told, and neither is this.
        select new Diagnostic(Codes.UnknownChannel, Nodes.IsTrue(place.Step.Argument("fatal")) ? Severity.Error : Severity.Warning, channel.At,
            $"the environment `{context.Environment!.Name}` has no channel `{channel.Text}`",
            Suggestion.For(channel.Text!, context.Environment.Notify.Keys) ?? "add it to the environment's `notify`");

    private static IEnumerable<DocumentNode> Written(Step step) => step.Verb!.Name == "notify"
        ? Nodes.OneOrMany(step.Argument("to"))
        : Nodes.OneOrMany(step.Argument("notify")).Concat(EscalationRule.Entries(step).SelectMany(e => Nodes.OneOrMany(e["notify"])));
}
