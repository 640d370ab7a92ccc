using System.Text.Json;
using RunbookEngine.Language.Rules;
using RunbookEngine.Plans;

namespace RunbookEngine.Language.Predictions;

/// <summary>Finds the programs that hold an application and those that release it, and adds up what lies between.</summary>
internal static class HoldForecaster
{
    public static IReadOnlyList<HoldForecast> Of(Plan plan, IReadOnlyList<StepForecast> forecasts)
    {
        var steps = forecasts.Where(s => s is { Section: "steps", Verdict: not (StepVerdict.Skipped or StepVerdict.Container) }).ToList();
        var holds = new List<HoldForecast>();
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i].Verdict != StepVerdict.NotReached && ProgramWords.Holds(steps[i].Step))
                holds.Add(One(plan, forecasts, steps, i));
        }

        return holds;
    }

    private static HoldForecast One(Plan plan, IReadOnlyList<StepForecast> forecasts, List<StepForecast> steps, int at)
    {
        var hold = steps[at];
        var end = steps.FindIndex(at + 1, s => Releases(hold, s));
        var (release, last) = end < 0 ? (null, steps.Count - 1) : (steps[end], end);
        var held = steps.GetRange(at, last - at + 1);
        // Finally releases what nothing else did: whatever came of the run.
        if (release is null && forecasts.FirstOrDefault(s => s.Section != "steps" && Releases(hold, s)) is { } closing)
            (release, held) = (closing, [.. held, closing]);
        var between = steps.GetRange(at + 1, Math.Max(0, (end < 0 ? steps.Count : end) - at - 1)).Where(s => s.WayBack is not null).ToList();
        var before = between.LastOrDefault(s => s.WayBack!.List().Any()) ?? between.LastOrDefault();
        return new HoldForecast(hold.Key, release?.Key, Sum(plan, held), Back(hold, (before ?? hold).WayBack), before?.Key);
    }

    /// <summary>Undos in their order, up to and with the program that releases it.</summary>
    private static TimeSpread? Back(StepForecast hold, WayBack? way)
    {
        var time = TimeSpread.Nothing;
        foreach (var undo in way?.List() ?? [])
        {
            if (undo.Parts.Count == 0)
            {
                time = time.Then(undo.Time);
                continue;
            }

            foreach (var part in undo.Parts.Where(p => p.Verdict is not (StepVerdict.Container or StepVerdict.Skipped)))
            {
                time = time.Then(part.Time);
                if (Releases(hold, part))
                    return time;
            }
        }

        return null;
    }

    /// <summary>It says so, or is the very program that takes the hold back.</summary>
    private static bool Releases(StepForecast hold, StepForecast step) => step.Step.Verb == hold.Step.Verb
        && (hold.Step.Rollback.Steps.Any(undo => undo.Verb == step.Step.Verb && JsonElement.DeepEquals(undo.With, step.Step.With))
            || (ProgramWords.Releases(step.Step) && Program(step.Step) == Program(hold.Step)));

    private static string Program(PlanStep step) => step.With.ValueKind != JsonValueKind.Object || !step.With.TryGetProperty("run", out var run) ? ""
        : run.ValueKind == JsonValueKind.Array && run.GetArrayLength() > 0 ? run[0].ToString() : run.ToString().Split(' ')[0];

    /// <summary>One after the other; rounds of a loop as many at a time as it allows.</summary>
    private static TimeSpread Sum(Plan plan, List<StepForecast> steps) => steps.GroupBy(s => (s.Path, s.Key.Id))
        .Select(g => WalkTools.Side([.. g.Select(s => s.Time)], g.Count() == 1 ? 1 : plan.Find(g.Key.Id)?.ForEach?.MaxParallel ?? 1))
        .Aggregate(TimeSpread.Nothing, (all, one) => all.Then(one));
}
