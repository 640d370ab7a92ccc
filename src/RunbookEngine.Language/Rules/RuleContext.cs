using System.Text.Json.Nodes;
using RunbookEngine.Language.Environments;
using RunbookEngine.Language.Model;
using RunbookEngine.Language.Targets;

namespace RunbookEngine.Language.Rules;

/// <summary>What a rule may look at.</summary>
/// <param name="Environment">Null when none was given; rules that need it stay silent then.</param>
/// <param name="Actor">Who would start the run, or null when nobody is about to.</param>
/// <param name="Inputs">Values by name, given or by default; null: not known here.</param>
internal sealed record RuleContext(Runbook Runbook, StepTree Tree, EnvironmentModel? Environment, string? Actor, JsonObject? Inputs = null)
{
    private readonly Dictionary<StepPlace, OnReference?> _references = [];

    /// <summary>Whether the runbook that a <c>call</c> names asks for a decision, or one that it calls does.</summary>
    public Func<Step, bool> CalledAsks { get; init; } = _ => false;

    /// <summary>Steps that have exactly one verb, undo steps included.</summary>
    public IEnumerable<StepPlace> Places => Tree.All.Where(p => p.Step.Verb is not null);

    /// <summary>Operations on pairs, undo steps left out.</summary>
    public IEnumerable<StepPlace> Acting => Places.Where(p => p.UndoOf is null && p.Step.Verb!.Action is not null);

    /// <summary>The array at the other end of a target's mirrors; null when it is not known.</summary>
    public string? PartnerOf(TargetDefinition target) => target.RemoteArray?.Value
        ?? (target.Array is { } array && Environment?.PartnersOf(array.Value) is [var partner] ? partner : null);

    /// <summary>What a pair step acts on, as far as it can be told before the run; null for other steps.</summary>
    public OnReference? On(StepPlace place)
    {
        if (!_references.TryGetValue(place, out var reference))
            _references[place] = reference = OnReference.Resolve(place, Runbook, Inputs);
        return reference;
    }
}
