using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RunbookEngine.Plans;

/// <summary>A compiled runbook: everything one run needs, with names resolved and inputs bound. Never changes.</summary>
/// <remarks>It is stored in the first event of a run, so a run never reads the files again.</remarks>
public sealed record Plan
{
    /// <summary>The runbook's <c>name</c>: its identity for triggers, locks and reports.</summary>
    public required string Runbook { get; init; }

    public string? Description { get; init; }

    /// <summary>Version of the language that its expressions are written in; null in plans of before version 2.</summary>
    public int? Language { get; init; }

    /// <summary>Input values after defaults, by name. No secrets.</summary>
    public JsonElement Inputs { get; init; } = EmptyObject;

    /// <summary>Run mode (<c>test</c>, <c>planned</c>, <c>disaster</c>, <c>failback</c>), or null when none was picked.</summary>
    public string? Mode { get; init; }

    /// <summary>Somebody has declared a disaster: the run goes on with the arrays that answer, and waits for none that is silent.</summary>
    [JsonIgnore]
    public bool IsDisaster => Mode == RunModes.Disaster;

    /// <summary>It gives up the link to production without asking production's array: mode disaster, and in every mode a takeover that is forced, or may be.</summary>
    [JsonIgnore]
    public bool GivesUpTheLink => IsDisaster || GivesUp(Steps.Concat(Cleanup).Concat(Finally));

    public ImmutableArray<PlanTarget> Targets { get; init; } = [];

    public FailurePolicy OnFailure { get; init; } = FailurePolicy.Rollback;

    public ImmutableArray<PlanStep> Steps { get; init; } = [];

    /// <summary>Removes what a drill left behind; after the steps or their rollback, before <see cref="Finally"/>.</summary>
    public ImmutableArray<PlanStep> Cleanup { get; init; } = [];

    /// <summary>Runs at the end of every run, whatever its outcome, but not while a run is held.</summary>
    public ImmutableArray<PlanStep> Finally { get; init; } = [];

    public PlanObjectives? Objectives { get; init; }

    /// <summary>The environment's name and its pinned content; credentials are references, never values.</summary>
    public PlanEnvironment Environment { get; init; } = new("none", EmptyObject);

    /// <summary>The runbook text the plan was compiled from, for the record.</summary>
    public PlanSource? Source { get; init; }

    public static JsonElement EmptyObject { get; } = JsonElement.Parse("{}");

    /// <summary>The same plan in another environment, called plans and undo steps included.</summary>
    public Plan On(PlanEnvironment environment) => this with
    {
        Environment = environment,
        Steps = On(Steps, environment),
        Cleanup = On(Cleanup, environment),
        Finally = On(Finally, environment),
    };

    private bool GivesUp(IEnumerable<PlanStep> steps) => steps.Where(s => s.Modes.IsEmpty || (Mode is { } mode && s.Modes.Contains(mode)))
        .Any(s => s.ForcesTakeover || s.Child?.GivesUpTheLink == true || GivesUp(s.Branches.SelectMany(b => b.Steps).Concat(s.Rollback.Steps)));

    private static ImmutableArray<PlanStep> On(ImmutableArray<PlanStep> steps, PlanEnvironment environment) =>
    [
        .. steps.Select(s => s.Child is null && s.Branches.IsEmpty && s.Rollback.Steps.IsEmpty ? s : s with
        {
            Child = s.Child?.On(environment),
            Branches = [.. s.Branches.Select(b => b with { Steps = On(b.Steps, environment) })],
            Rollback = s.Rollback with { Steps = On(s.Rollback.Steps, environment) },
        }),
    ];

    /// <summary>Every step of the steps, cleanup and finally sections, containers before their children, undo steps included.</summary>
    public IEnumerable<PlanStep> AllSteps() => Steps.Concat(Cleanup).Concat(Finally).SelectMany(s => s.WithDescendants());

    /// <summary>The step of that id, undo steps included, or null.</summary>
    public PlanStep? Find(StepId id) => AllSteps().FirstOrDefault(s => s.Id == id);
}
