using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Expressions;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1209: a loop variable hides something else of that name.</summary>
internal static class ShadowedNameRule
{
    public static readonly string[] Reserved = ["inputs", "targets", "steps", "run", "env", "ticket", "secrets"];

    // Words and namespaces of expressions: a loop variable of that name could not be read.
    private static readonly string[] Unreadable = ["true", "false", "null", "empty", "this", "do", "for", .. FunctionCatalogue.Namespaces];

    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        foreach (var loop in context.Tree.All.Where(p => p.Step.Modifier("foreach") is not null))
        {
            var written = loop.Step.Modifier("as");
            var name = written?.Text ?? "item";
            var outer = loop.Loops.Skip(1).FirstOrDefault(l => (l.Step.Modifier("as")?.Text ?? "item") == name);
            var hidden = Reserved.Contains(name) || Unreadable.Contains(name) ? $"`{name}` has a meaning of its own"
                : context.Runbook.Target(name) is not null ? $"`{name}` is a target"
                : outer is not null ? $"the loop of {outer.Step.Title} around it has a variable `{name}` already"
                : null;
            if (hidden is not null)
            {
                yield return Diagnostic.Error(Codes.ShadowedName, (written ?? loop.Step.Modifier("foreach")!).At,
                    $"the loop variable cannot be called `{name}`: {hidden}", "choose another name with `as`");
            }
        }

        foreach (var target in context.Runbook.Targets.Where(t => Reserved.Contains(t.Name.Value)))
        {
            yield return Diagnostic.Error(Codes.ShadowedName, target.Name.At, $"a target cannot be called `{target.Name.Value}`: the name has a meaning in expressions");
        }
    }
}
