using System.Text.Json.Nodes;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Model;
using RunbookEngine.Plans;

namespace RunbookEngine.Language.Compilation;

/// <summary>Compiles the runbook that a <c>call</c> names.</summary>
internal sealed class CallBuilder(Constants constants, SourceFile caller, CompileUnit unit, List<Diagnostic> found)
{
    /// <summary>Runbooks inside one another, the first one included.</summary>
    internal const int Deepest = 8;

    /// <returns>Null when it has errors, which are among the findings then.</returns>
    public Plan? Build(Step step)
    {
        var node = step.Argument("runbook")!;
        if (constants.Text(node) is not { } written)
            return null;
        var path = Path.GetFullPath(written, caller.Folder);
        if (unit.Chain.Contains(path))
        {
            var circle = unit.Chain.SkipWhile(p => p != path).Append(path).Select(Path.GetFileName);
            constants.Error(Codes.Call, node, $"the calls go in a circle: {string.Join(" -> ", circle)}");
            return null;
        }

        if (unit.Chain.Count >= Deepest)
        {
            constants.Error(Codes.Call, node, $"more than {Deepest} runbooks call each other");
            return null;
        }

        // Shown beside the caller's name, as the caller wrote it.
        var name = Path.IsPathRooted(written) ? written : Path.Combine(Path.GetDirectoryName(caller.Name) ?? "", written);
        var file = unit.Options.ReadFile(path) with { Name = name };
        if (file.Problem is { } problem)
        {
            constants.Error(Codes.Call, node, $"the runbook `{written}` cannot be called: {problem.Message}", "the path starts from the folder of this runbook");
            return null;
        }

        unit.Sources.Add(file);
        var given = constants.Json(step.Argument("inputs")) as JsonObject ?? [];
        var inside = unit with { Chain = [.. unit.Chain, path], Options = unit.Options with { RequireInputs = true } };
        var (plan, _, problems) = RunbookCompiler.Compile(file, given, inside);
        found.AddRange(problems);
        if (plan is null)
            constants.Error(Codes.CalledRunbook, node, $"the called runbook `{written}` has errors", $"they are reported in {name}");
        return plan;
    }
}
