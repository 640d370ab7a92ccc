using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Expressions;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1338: a host that the environment does not have.</summary>
internal static class HostRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from place in context.Places
        where place.Step.Verb!.Name == "command" && context.Environment is not null
        let host = place.Step.Argument("host")
        where host is { Text: not null } && !Nodes.HasExpression(host) && context.Environment!.Hosts?.ContainsKey(host.Text!) != true
        let known = context.Environment!.Hosts?.Keys ?? []
        select Diagnostic.Error(Codes.UnknownHost, host.At, $"the environment `{context.Environment!.Name}` has no host `{host.Text}`",
            Suggestion.For(host.Text!, known) ?? "add it to the environment's `hosts`");
}
