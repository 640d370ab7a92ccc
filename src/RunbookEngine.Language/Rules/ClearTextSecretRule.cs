using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1608: a secret travels unencrypted.</summary>
internal static class ClearTextSecretRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        foreach (var step in context.Places.Select(p => p.Step).Where(s => s.Verb!.Name == "http"))
        {
            if (step.Argument("url") is not ScalarNode { Raw: var text } url || !text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || IsLocal(text))
                continue;
            var secret = step.With is MapNode with && Nodes.Walk(with).Any(n => n.Text?.Contains("secrets.", StringComparison.Ordinal) == true || n.Text?.Contains("secrets[", StringComparison.Ordinal) == true);
            var login = Nodes.Entries(step.Argument("headers")).Any(h => h.Key.Raw.Equals("Authorization", StringComparison.OrdinalIgnoreCase)) || text.Contains('@');
            if (secret || login)
                yield return Diagnostic.Warning(Codes.ClearTextSecret, url.At, "a secret goes over the network unencrypted", "use https, or a connection of the environment");
        }
    }

    private static bool IsLocal(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.IsLoopback;
}
