using RunbookEngine.Language.Predictions;
using RunbookEngine.Plans;
using RunbookEngine.Replication.Predictions;

namespace RunbookEngine.Operations.Planning;

/// <summary>A plan as boxes: one after the other, or side by side.</summary>
public abstract record PlanGraph
{
    private PlanGraph() { }

    /// <param name="Parts">Top to bottom.</param>
    public sealed record Sequence(IReadOnlyList<PlanGraph> Parts) : PlanGraph;

    /// <param name="Title">The container's id, or what is repeated.</param>
    /// <param name="Parts">Left to right.</param>
    public sealed record SideBySide(string Title, IReadOnlyList<PlanGraph> Parts) : PlanGraph;

    /// <param name="Lines">The first is the title.</param>
    public sealed record Box(BoxKind Kind, IReadOnlyList<string> Lines) : PlanGraph;

    /// <summary>The point of no return.</summary>
    public sealed record Pivot(string Step) : PlanGraph;

    /// <summary>Longer graphs are cut, with a word on it.</summary>
    private const int MostBoxes = 400;

    public static PlanGraph Of(PlanForecast forecast)
    {
        var by = forecast.Steps.GroupBy(s => (s.Path, s.Key.Id)).ToDictionary(g => g.Key, g => g.ToList());
        var left = MostBoxes;
        var parts = new List<PlanGraph> { new Box(BoxKind.Start, [forecast.Plan.Runbook, forecast.Start.Origin]) };
        parts.AddRange(Steps(forecast.Plan.Steps, "", by, ref left));
        foreach (var (title, steps) in new[] { ("cleanup", forecast.Plan.Cleanup), ("finally", forecast.Plan.Finally) })
        {
            if (!steps.IsEmpty)
                parts.Add(new SideBySide(title, [new Sequence(Steps(steps, "", by, ref left))]));
        }

        parts.Add(new Box(forecast.FailsAt is null ? BoxKind.Start : BoxKind.Failure, [PlanWords.Outcome(forecast.Outcome) + (forecast.FailsAt is { } at ? $" (fails at {at})" : "")]));
        return new Sequence(parts);
    }

    private static List<PlanGraph> Steps(IEnumerable<PlanStep> steps, string path, Dictionary<(string, StepId), List<StepForecast>> by, ref int left)
    {
        var parts = new List<PlanGraph>();
        foreach (var step in steps)
        {
            if (!by.TryGetValue((path, step.Id), out var forecasts) || forecasts.All(f => f.Verdict == StepVerdict.Skipped))
                continue;
            if (left-- <= 0)
            {
                parts.Add(new Box(BoxKind.Step, ["... and more steps"]));
                break;
            }

            if (step.Pivot)
                parts.Add(new Pivot(step.Id.Value));
            parts.AddRange(One(step, path, forecasts, by, ref left));
        }

        return parts;
    }

    private static List<PlanGraph> One(PlanStep step, string path, List<StepForecast> forecasts, Dictionary<(string, StepId), List<StepForecast>> by, ref int left)
    {
        var loop = step.ForEach is { } each ? $" for each {each.As}, {(each.MaxParallel > 1 ? $"{each.MaxParallel} at a time" : "one by one")}" : "";
        if (step.IsContainer)
        {
            var branches = new List<PlanGraph>();
            foreach (var branch in step.Branches)
                branches.Add(new Sequence(Steps(branch.Steps, path, by, ref left)));
            return [new SideBySide(step.Id.Value + loop, branches)];
        }

        if (step.Child is { } child)
            return [new SideBySide($"{step.Id}: {child.Runbook}{loop}", [new Sequence(Steps(child.Steps, path.Length == 0 ? forecasts[0].Key.ToString() : $"{path} > {forecasts[0].Key}", by, ref left))])];
        var worst = forecasts.OrderByDescending(f => f.Fails).First();
        var lines = new List<string> { step.Id + loop, step.Verb };
        lines.AddRange(PlanRow.Of(forecasts).Where(r => r.Groups.Count > 0).Take(3).Select(r =>
            $"{r.Groups[0].CopyGroup}{(r.Groups.Count > 1 ? $" +{r.Groups.Count - 1}" : "")}: {PlanWords.Way(r.Groups[0])}{(r.Groups[0].Copy == CopyKind.None ? "" : $", {r.Groups[0].Copy.ToString().ToLowerInvariant()} copy")}{(PlanWords.Direction(r.Groups[0]) is { } way ? $", {way}" : "")}"));
        var kind = worst.Fails == Chance.Yes ? BoxKind.Failure
            : worst.Runs == Chance.May || worst.Fails == Chance.May || worst.Verdict == StepVerdict.NotReached ? BoxKind.Perhaps
            : step.Verb is "approve" or "manual" ? BoxKind.People
            : step.Verb is "pair.wait" or "delay" ? BoxKind.Wait
            : BoxKind.Step;
        var boxes = new List<PlanGraph> { new Box(kind, lines) };
        if (VerbChanges(step) && step.Wait is not { None: true } && kind is not BoxKind.Failure && worst.Verdict is not (StepVerdict.NothingToDo or StepVerdict.NotReached))
        {
            var wanted = step.Wait is { For.Length: > 0 } wait ? string.Join("/", wait.For) : forecasts[0].Groups.Select(g => PlanWords.Standings(g.After)).FirstOrDefault() ?? "the end";
            var time = forecasts.Max(f => f.Time.Expected);
            boxes.Add(new Box(BoxKind.Wait, [$"wait for {wanted}{(time is { } span && span > TimeSpan.Zero ? $", {(forecasts[0].FromHistory ? "=" : "~")}{Spans.Text(span)}" : "")}"]));
        }

        return boxes;
    }

    private static bool VerbChanges(PlanStep step) => step.Verb is "pair.split" or "pair.resync" or "pair.restore" or "pair.create" or "pair.delete" or "pair.takeover" or "pair.swapResync";
}

/// <summary>How a box is drawn; form and words say it, colour repeats it.</summary>
public enum BoxKind
{
    Start,
    Step,
    Wait,
    People,
    Perhaps,
    Failure,
}
