using System.Text.Json;
using RunbookEngine.Plans;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Runs;

namespace RunbookEngine.Language.Predictions;

/// <summary>One step, or one iteration of it, as it is predicted to go.</summary>
/// <param name="Path">Ids of the <c>call</c> steps around it, joined by <c> &gt; </c>; empty in the runbook itself.</param>
/// <param name="Section"><c>steps</c>, <c>cleanup</c> or <c>finally</c>.</param>
/// <param name="Depth">Containers and calls around it.</param>
public sealed record StepForecast(StepKey Key, PlanStep Step, string Path, string Section, int Depth)
{
    /// <summary>The step and its iteration, with the calls around it.</summary>
    public string Name => Path.Length == 0 ? Key.ToString() : $"{Path} > {Key}";

    public StepVerdict Verdict { get; init; }

    /// <summary>Whether its turn comes: <see cref="Chance.May"/> behind a condition that only the run knows.</summary>
    public Chance Runs { get; init; } = Chance.Yes;

    /// <summary>Whether it fails once it runs.</summary>
    public Chance Fails { get; init; }

    public string? Why { get; init; }

    public IReadOnlyList<GroupForecast> Groups { get; init; } = [];

    public TimeSpread Time { get; init; } = TimeSpread.Nothing;

    /// <summary>The time is the median of earlier runs.</summary>
    public bool FromHistory { get; init; }

    /// <summary>Rollback when the run stands after this step; null outside the <c>steps</c> section.</summary>
    public WayBack? WayBack { get; init; }

    internal Func<JsonElement, JsonElement?>? Known { get; init; }

    /// <summary>A text or a list of the step or of one of its undo steps, with its expressions as far as they are known before the run.</summary>
    /// <returns>Null when only the run will know it.</returns>
    public JsonElement? Resolve(JsonElement written) => Known?.Invoke(written);

    public CopyKind Copy => Groups.Select(g => g.Copy).DefaultIfEmpty().Max();

    public bool IsPivot => Step.Pivot;
}
