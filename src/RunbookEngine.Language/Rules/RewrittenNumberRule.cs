using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Model;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1331: a number without quotes, where a text may be meant, that would not come out as it is written: <c>0045</c> as 45, <c>1.10</c> as 1.1.</summary>
internal static class RewrittenNumberRule
{
    private static readonly (string Verb, string[] Arguments)[] Texts = [("command", ["run", "env"]), ("http", ["headers", "body"]), ("call", ["inputs"])];

    public static IEnumerable<Diagnostic> Check(RuleContext context) => OfSteps(context).Concat(OfInputs(context)).Concat(OfTriggers(context))
        .SelectMany(node => Nodes.Walk(node)).OfType<ScalarNode>().Where(IsRewritten).DistinctBy(s => s.At).Select(scalar => Diagnostic.Error(
            Codes.RewrittenNumber, scalar.At, $"`{scalar.Raw}` without quotes is {scalar.Kind} and would be passed on as `{DocumentJson.ToNode(scalar)!.ToJsonString()}`",
            $"write it in quotes: \"{scalar.Raw}\"; or, if the number is meant, {DocumentJson.ToNode(scalar)!.ToJsonString()}"))
        .Take(DocumentLimits.Findings);

    private static IEnumerable<DocumentNode> OfSteps(RuleContext context) =>
        from place in context.Places
        from node in Texts.Where(t => t.Verb == place.Step.Verb!.Name).SelectMany(t => t.Arguments).Select(a => (place.Step.With as MapNode)?[a])
            .Append(place.Step.Modifier("foreach") as ListNode)
        where node is not null
        select node;

    /// <summary>A default and the allowed values of an input that is a number are numbers.</summary>
    private static IEnumerable<DocumentNode> OfInputs(RuleContext context) =>
        from input in Nodes.Entries(context.Runbook.Root["inputs"])
        where input.Value is MapNode map && map["type"]?.Text is not ("integer" or "number" or "ldev" or "list")
        from node in new[] { ((MapNode)input.Value)["default"], ((MapNode)input.Value)["enum"] }
        where node is not null
        select node;

    private static IEnumerable<DocumentNode> OfTriggers(RuleContext context) =>
        TriggerNodes.Of(context.Runbook).Select(t => t["inputs"]).OfType<DocumentNode>();

    private static bool IsRewritten(ScalarNode scalar) =>
        scalar is { IsPlain: true, Value: ScalarValue.Integer or ScalarValue.Number or ScalarValue.Boolean } && DocumentJson.ToNode(scalar)!.ToJsonString() != scalar.Raw;
}
