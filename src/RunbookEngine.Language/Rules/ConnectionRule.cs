using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Expressions;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1604: a connection that the environment does not have or that is of another kind, or a path without one.</summary>
internal static class ConnectionRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        foreach (var step in context.Places.Select(p => p.Step))
        {
            if (step.Argument("connection") is { Text: { } name } connection && !Nodes.HasExpression(connection)
                && context.Environment is { } environment && !environment.Connections.ContainsKey(name))
            {
                yield return Diagnostic.Error(Codes.UnknownConnection, connection.At, $"the environment `{environment.Name}` has no connection `{name}`",
                    Suggestion.For(name, environment.Connections.Keys) ?? "add it to the environment's `connections`");
            }

            if (step.Verb!.Name.StartsWith("ticket.", StringComparison.Ordinal) && step.Argument("connection") is { Text: { } system } place
                && context.Environment?.Connections.GetValueOrDefault(system) is { IsTicketSystem: false })
            {
                yield return Diagnostic.Error(Codes.UnknownConnection, place.At, $"connection `{system}` is a plain web service, not a ticket system",
                    "add type: servicenow or type: jira to the connection");
            }

            if (step.Verb!.Name == "http" && step.Argument("connection") is null && step.Argument("url") is { Text: { } url } written
                && !url.StartsWith("${{", StringComparison.Ordinal)
                && !url.StartsWith("https://", StringComparison.Ordinal) && !url.StartsWith("http://", StringComparison.Ordinal))
            {
                yield return Diagnostic.Error(Codes.UnknownConnection, written.At, $"`{url}` is no absolute URL, and there is no `connection` to start from",
                    "write https://…, or add connection: NAME");
            }
        }
    }
}
