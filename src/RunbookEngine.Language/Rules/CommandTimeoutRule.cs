using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1606: a program that may run for ever.</summary>
internal static class CommandTimeoutRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from place in context.Places
        where place.Step.Verb!.Name == "command" && place.Upwards.All(u => u.Step.Modifier("timeout") is null)
        select Diagnostic.Warning(Codes.CommandTimeout, place.Step.At,
            $"{place.Step.Title} has no timeout: a program that hangs holds the run and the locks on its copy groups", "add timeout: 30m, or what it takes at most");
}
