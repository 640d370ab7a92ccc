using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1325: a command line where a program and its arguments are expected.</summary>
internal static class ShellLineRule
{
    private static readonly string[] Operators = ["|", "||", "&&", ";", ">", ">>", "<", "2>&1", "&"];

    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        foreach (var step in context.Places.Select(p => p.Step).Where(s => s.Verb!.Name == "command"))
        {
            if (step.Argument("run") is not ListNode { Items: [ScalarNode program, ..] items })
                continue;
            if (items.Count == 1 && !Nodes.HasExpression(program) && program.Raw.Trim().Any(char.IsWhiteSpace))
            {
                yield return Diagnostic.Warning(Codes.ShellLine, program.At, $"no shell reads this: `{program.Raw}` is taken for the name of a program",
                    $"list the words: [{string.Join(", ", program.Raw.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => $"\"{word}\""))}]");
            }

            foreach (var word in items.OfType<ScalarNode>().Where(i => Operators.Contains(i.Raw)))
                yield return Diagnostic.Warning(Codes.ShellLine, word.At, $"no shell reads this: `{word.Raw}` is handed to the program as an argument", "run a script that does it");
        }
    }
}
