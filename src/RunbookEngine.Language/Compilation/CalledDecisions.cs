using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Model;

namespace RunbookEngine.Language.Compilation;

/// <summary>Whether a called runbook asks for a decision. What cannot be read asks for none: the call itself is refused then.</summary>
internal static class CalledDecisions
{
    public static bool Ask(Step call, SourceFile caller, CompileUnit unit, int depth = 0)
    {
        if (depth >= CallBuilder.Deepest || call.Argument("runbook") is not { Text: { } written } node || Nodes.HasExpression(node))
            return false;
        var path = Path.GetFullPath(written, caller.Folder);
        var file = unit.Options.ReadFile(path) with { Name = path };
        if (file.Problem is not null || DocumentLoader.Load(file).Root is not MapNode map)
            return false;
        return new StepTree(RunbookBinder.Bind(file.Name, map)).All
            .Any(p => p.Step.Verb?.Name is "approve" or "ticket.require" || (p.Step.Verb?.Name == "call" && Ask(p.Step, file, unit, depth + 1)));
    }
}
