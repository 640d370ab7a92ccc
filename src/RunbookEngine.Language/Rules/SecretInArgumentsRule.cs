using System.Text.RegularExpressions;
using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1609: a secret among the arguments of a program, where every user of the machine can read it.</summary>
internal static partial class SecretInArgumentsRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from place in context.Places
        where place.Step.Verb!.Name == "command"
        from word in Nodes.OneOrMany(place.Step.Argument("run"))
        where Nodes.HasExpression(word) && Secret().IsMatch(word.Text!)
        select Diagnostic.Warning(Codes.SecretInArguments, word.At, "the arguments of a program can be read by every user of the machine while it runs",
            "hand the secret over in `env` or `stdin`");

    [GeneratedRegex(@"\$\{\{[^}]*\bsecrets\b")]
    private static partial Regex Secret();
}
