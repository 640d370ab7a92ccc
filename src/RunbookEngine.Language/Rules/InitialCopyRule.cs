using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1323: volumes declared identical, which nothing checks.</summary>
internal static class InitialCopyRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from place in context.Places
        where place.Step.Verb!.Name == "pair.create"
        let copy = place.Step.Argument("initialCopy")
        where Nodes.Boolean(copy) == false
        select Diagnostic.Warning(Codes.InitialCopy, copy!.At,
            "nothing is copied and nothing compared: if the volumes differ, the pair shows PAIR and the S-VOL is worthless",
            "leave it out, unless the volumes are new and empty or were copied otherwise");
}
