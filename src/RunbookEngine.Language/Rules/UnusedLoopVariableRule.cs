using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1221: every iteration of a loop does the same.</summary>
internal static class UnusedLoopVariableRule
{
    private static readonly string[] Headers = ["id", "name", "foreach", "as"];

    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from place in context.Places
        where place.Step.Modifier("foreach") is not null
        let name = place.Step.Modifier("as")?.Text ?? "item"
        where !place.Step.Node.Entries.Where(e => !Headers.Contains(e.Key.Raw)).SelectMany(e => Nodes.Walk(e.Value)).Any(n => n.Text is { } text && Mentions(text, name))
        select Diagnostic.Warning(Codes.UnusedLoopVariable, (place.Step.Modifier("as") ?? place.Step.Modifier("foreach")!).At,
            $"nothing in {place.Step.Title} uses `{name}`: every iteration does the same", $"write ${{{{ {name} }}}} where the item is meant, or remove the loop");

    private static bool Mentions(string text, string name)
    {
        for (var at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            if ((at == 0 || !IsWord(text[at - 1])) && (at + name.Length == text.Length || !IsWord(text[at + name.Length])))
                return true;
        }

        return false;
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
}
