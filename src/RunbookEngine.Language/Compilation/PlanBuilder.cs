using System.Collections.Immutable;
using System.Text.Json.Nodes;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Expressions;
using RunbookEngine.Language.Model;
using RunbookEngine.Language.Targets;
using RunbookEngine.Plans;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Compilation;

/// <summary>A runbook without mistakes to its plan. What only shows once inputs are known is still found here.</summary>
internal sealed class PlanBuilder
{
    private readonly Runbook _runbook;
    private readonly SourceFile _file;
    private readonly JsonObject _inputs;
    private readonly CompileUnit _unit;
    private readonly Constants _constants;
    private readonly List<Diagnostic> _found = [];

    public PlanBuilder(Runbook runbook, SourceFile file, JsonObject inputs, CompileUnit unit)
    {
        (_runbook, _file, _inputs, _unit) = (runbook, file, inputs, unit);
        _constants = new Constants(inputs, _found);
    }

    public IReadOnlyList<Diagnostic> Found => _found;

    public Plan Build()
    {
        var steps = new StepBuilder(_constants, new CallBuilder(_constants, _file, _unit, _found), _file.Folder);
        return new Plan
        {
            Runbook = _runbook.Name!.Value,
            Language = PlanLanguage.Version,
            Description = _runbook.Description,
            Inputs = DocumentJson.ToElement(_inputs),
            Mode = _unit.Options.Mode,
            Targets = [.. _runbook.Targets.Select(Target)],
            OnFailure = _runbook.OnFailure?.Value ?? FailurePolicy.Rollback,
            Steps = steps.Build(_runbook.Steps, RunbookSection.Steps),
            Cleanup = steps.Build(_runbook.Cleanup, RunbookSection.Cleanup),
            Finally = steps.Build(_runbook.Finally, RunbookSection.Finally),
            Objectives = Objectives(),
            Environment = _unit.Environment?.ToPlan() ?? new PlanEnvironment("none", Plan.EmptyObject),
            Source = new PlanSource(_file.Name, _file.Text, TextHash.Of(_file.Text)),
        };
    }

    private PlanTarget Target(TargetDefinition target)
    {
        var definition = (MapNode)((MapNode)_runbook.Root["targets"]!)[target.Name.Value]!;
        var array = Alias(definition["array"])!;
        var remote = Alias(definition["remoteArray"]);
        var technology = target.Technology!.Value;
        if (technology.IsRemote() && remote is null && _unit.Environment?.PartnersOf(array) is [var partner])
            remote = partner;
        return new PlanTarget
        {
            Name = target.Name.Value,
            Technology = technology.RunbookName(),
            Array = array,
            RemoteArray = remote,
            Patterns = [.. target.CopyGroups.SelectMany(Patterns).Distinct(StringComparer.Ordinal)],
        };
    }

    private string? Alias(DocumentNode? node)
    {
        var alias = _constants.Text(node);
        if (alias is not null && _unit.Environment is { } environment && !environment.Arrays.ContainsKey(alias))
            _constants.Error(Codes.UnknownArray, node!, $"the environment `{environment.Name}` has no array `{alias}`");
        return alias;
    }

    private IEnumerable<string> Patterns(ScalarNode node)
    {
        foreach (var pattern in _constants.Texts(node))
        {
            if (Glob.Problem(pattern) is { } problem)
                _constants.Error(Codes.Glob, node, $"`{pattern}`: {problem}");
            else if (pattern.Length == 0)
                _constants.Error(Codes.Glob, node, "the expression gives an empty name");
            else if (!Glob.IsPattern(pattern) && _unit.Environment?.Fence.Refuses(pattern) is { } refusal)
                _constants.Error(Codes.EnvironmentFence, node, $"the copy group `{pattern}` may not be touched: {refusal}");
            yield return pattern;
        }
    }

    private PlanObjectives? Objectives()
    {
        if (_runbook.Objectives is not { } objectives)
            return null;
        var window = objectives["window"] as MapNode;
        return new PlanObjectives(
            _constants.Duration(objectives["rto"]), _constants.Duration(objectives["rpo"]),
            _constants.Text(window?["finishBy"]), _constants.Text(window?["zone"]), _constants.Duration(objectives["drillEvery"]));
    }
}
