using System.Text.Json.Nodes;
using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Environments;
using RunbookEngine.Language.Model;
using RunbookEngine.Language.Rules;
using RunbookEngine.Language.Shape;
using RunbookEngine.Language.Silencing;
using RunbookEngine.Language.Typing;
using RunbookEngine.Plans;

namespace RunbookEngine.Language.Compilation;

/// <summary>Text to plan: the whole journey of a runbook. Finds everything that is wrong at once and throws nothing for what an author wrote.</summary>
public static class RunbookCompiler
{
    /// <param name="environment">Null checks the runbook alone; what depends on arrays, people and channels is left unchecked.</param>
    public static CompileResult Compile(SourceFile file, EnvironmentModel? environment, CompileOptions options)
    {
        var sources = new List<SourceFile> { file };
        var given = new JsonObject(options.Inputs.Select(i => KeyValuePair.Create(i.Key, (JsonNode?)JsonValue.Create(i.Value))));
        var unit = new CompileUnit(environment, options, sources, [Path.GetFullPath(file.Name)]);
        if (RunModes.Problem(options.Mode) is { } wrong)
            return new CompileResult(null, null, [Diagnostic.Error(Codes.NotAllowedValue, SourceSpan.StartOf(file.Name), wrong, $"write one of {string.Join(", ", RunModes.All)}, or leave the mode out")], sources);
        var (plan, runbook, found) = Compile(file, given, unit);
        return new CompileResult(plan, runbook, Diagnostic.Sort(found), sources);
    }

    internal static (Plan? Plan, Runbook? Runbook, List<Diagnostic> Found) Compile(SourceFile file, JsonObject given, CompileUnit unit)
    {
        var (root, read) = DocumentLoader.Load(file);
        var found = read.ToList();
        if (root is not null)
            found.AddRange(SchemaCheck.Check(root, Schemas.Runbook.Root));
        var judgement = Judge(file, root, unit, found);
        if (root is not MapNode map)
            return (null, null, found);

        var runbook = RunbookBinder.Bind(file.Name, map);
        var tree = new StepTree(runbook);
        var inputs = InputBinder.Bind(runbook, given, unit.Options.RequireInputs);
        found.AddRange(RuleList.Check(new RuleContext(runbook, tree, unit.Environment, unit.Options.Actor, inputs.Values) { CalledAsks = call => CalledDecisions.Ask(call, file, unit) }));
        found.AddRange(new ExpressionCheck(runbook, tree, new StepScopes(runbook, tree, unit.Environment)).Check());
        found.AddRange(inputs.Found);
        found = [.. judgement.Apply(found)];
        if (!found.Any(d => d.IsError))
            found.AddRange(judgement.Apply(judgement.Unused(unit.Environment is not null)));
        if (found.Any(d => d.IsError) || !inputs.IsComplete)
            return (null, runbook, found);

        var builder = new PlanBuilder(runbook, file, inputs.Values, unit);
        var plan = builder.Build();
        found.AddRange(judgement.Apply(builder.Found));
        return (found.Any(d => d.IsError) ? null : plan, runbook, found);
    }

    private static Judgement Judge(SourceFile file, DocumentNode? root, CompileUnit unit, List<Diagnostic> found)
    {
        var judgement = Judgement.Of(file, root, unit.Options.FindRuleSettings(file));
        found.AddRange(judgement.Problems);
        if (judgement.Settings is { } settings)
            unit.Sources.Add(settings);
        return judgement;
    }
}

/// <summary>What a runbook and those it calls share.</summary>
/// <param name="Chain">Absolute paths from the first runbook to this one.</param>
internal sealed record CompileUnit(EnvironmentModel? Environment, CompileOptions Options, List<SourceFile> Sources, IReadOnlyList<string> Chain);
