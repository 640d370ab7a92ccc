using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Evidence;

/// <summary>How long the recovery took, and what the time went to.</summary>
/// <param name="From">The declaration of the disaster, or the start of the step with <c>measure: { start: rto }</c>.</param>
/// <param name="Began">What began it, in words.</param>
/// <param name="To">The end of the step with <c>measure: { stop: rto }</c>; null when it was not reached.</param>
/// <param name="Parts">They add up to the whole.</param>
public sealed record RecoveryTime(DateTimeOffset? From, string Began, DateTimeOffset? To, MeasuredSpan Span, IReadOnlyList<TimePart> Parts);

/// <param name="Name"><c>decision</c>, <c>split</c>, <c>takeover</c>, <c>copy</c>, <c>mount</c>, <c>application</c>, <c>programs</c>, <c>checks</c> or <c>between steps</c>.</param>
public sealed record TimePart(string Name, TimeSpan Span);

/// <summary>Reads the recovery time of a run. Pure; the only owner of the figure.</summary>
public static class RecoveryTimeReader
{
    private const string Clock = "rto";

    /// <summary>Where steps run side by side, an instant counts to the first of these that runs.</summary>
    private static readonly string[] Order = ["takeover", "split", "copy", "application", "mount", "programs", "checks", "decision"];

    private const string Between = "between steps";

    /// <summary>Null: nothing asks for it.</summary>
    public static RecoveryTime? Of(RunState run)
    {
        var steps = run.Plan.AllSteps().ToList();
        var (starts, stops) = (steps.Where(s => s.Measure?.Start == Clock).ToList(), steps.Where(s => s.Measure?.Stop == Clock).ToList());
        if (starts.Count == 0 && stops.Count == 0 && run.Declared is null)
            return run.Plan.Objectives?.Rto is null ? null
                : Missing(null, "", "no step starts and stops the clock rto", "measure: { start: rto } and measure: { stop: rto }");
        var states = States(run);
        var first = starts.SelectMany(s => states[s.Id]).Where(s => s.StartedAt is not null).MinBy(s => s.StartedAt);
        var (from, began) = run.Declared is { } declared ? (declared.At, "the declaration of the disaster") : first is null ? (default(DateTimeOffset?), "") : (first.StartedAt, $"the start of step {first.Key}");
        if (from is null)
            return Missing(null, began, starts.Count == 0 ? "no step starts the clock rto" : $"{Names(starts)}, which starts the clock, was not reached", null);
        var ends = stops.SelectMany(s => states[s.Id]).Where(s => s is { Status: StepStatus.Succeeded, EndedAt: not null, Iterations: null }).ToList();
        if (stops.Count == 0 && run.Declared is not null)
            ends = Takeovers(run, states);
        if (ends.Count == 0)
            return Missing(from, began, stops.Count == 0 ? "no step stops the clock rto" : $"{Names(stops)}, which stops the clock, did not succeed", stops.Count == 0 ? "measure: { stop: rto } at the step that shows that the application works" : null);
        var to = ends.Max(s => s.EndedAt!.Value);
        var poll = PollInterval(run);
        var last = ends.MaxBy(s => s.EndedAt)!;
        var span = to - from.Value;
        // A status that is waited for is seen up to one poll late; the end of a program is seen at once.
        var late = run.Plan.Find(last.Key.Id)?.Verb.StartsWith("pair.", StringComparison.Ordinal) == true ? poll : TimeSpan.Zero;
        return new RecoveryTime(from, began, to, new MeasuredSpan(span, span > late ? span - late : TimeSpan.Zero, span, $"from {began} to the end of step {last.Key}, by the engine's clock"),
            Parts(run, from.Value, to, stops.Select(s => s.Id).ToHashSet()));
    }

    /// <summary>Without a step that stops the clock, a declared disaster ends with the last takeover: from then on hosts can use the S-VOLs.</summary>
    private static List<StepState> Takeovers(RunState run, ILookup<StepId, StepState> states)
    {
        var steps = run.Plan.AllSteps().Where(s => s.TakesOver && (s.Modes.IsEmpty || s.Modes.Contains(run.Plan.Mode ?? ""))).ToList();
        // One whose turn has not come keeps the clock going; in a run that succeeded it was passed over with what is around it.
        if (run.Outcome != RunOutcome.Succeeded && steps.Any(s => !states[s.Id].Any()))
            return [];
        var all = steps.SelectMany(s => states[s.Id]).Where(s => s.StartedAt is not null).ToList();
        return all.All(s => s is { Status: StepStatus.Succeeded, EndedAt: not null }) ? all : [];
    }

    private static ILookup<StepId, StepState> States(RunState run) => run.Steps.Values.ToLookup(s => s.Key.Id);

    private static string Names(IEnumerable<PlanStep> steps) => string.Join(", ", steps.Select(s => s.Id).Distinct());

    private static RecoveryTime Missing(DateTimeOffset? from, string began, string why, string? cure) => new(from, began, null, MeasuredSpan.NotMeasured(why, cure), []);

    private static TimeSpan PollInterval(RunState run) =>
        run.Plan.Environment.Content is { ValueKind: System.Text.Json.JsonValueKind.Object } content && content.TryGetProperty("limits", out var limits)
            && limits.ValueKind == System.Text.Json.JsonValueKind.Object && limits.TryGetProperty("pollInterval", out var poll) && poll.ValueKind == System.Text.Json.JsonValueKind.String
            ? DurationText.TryParse(poll.GetString()!) ?? TimeSpan.FromSeconds(5) : TimeSpan.FromSeconds(5);

    private static IReadOnlyList<TimePart> Parts(RunState run, DateTimeOffset from, DateTimeOffset to, HashSet<StepId> stops)
    {
        var plan = run.Plan.AllSteps().GroupBy(s => s.Id).ToDictionary(g => g.Key, g => g.First());
        var edges = new List<(DateTimeOffset At, int Part, int Change)>();
        foreach (var state in run.Steps.Values.Where(s => s is { StartedAt: not null, Iterations: null }))
        {
            if (!plan.TryGetValue(state.Key.Id, out var step) || step.IsContainer || step.Verb == "call")
                continue;
            var (begin, end) = (Later(state.StartedAt!.Value, from), state.EndedAt is { } ended && ended < to ? ended : to);
            if (end <= begin)
                continue;
            var part = Array.IndexOf(Order, PartOf(step, stops));
            edges.Add((begin, part, 1));
            edges.Add((end, part, -1));
        }

        var spans = new TimeSpan[Order.Length + 1];
        var running = new int[Order.Length];
        var at = from;
        foreach (var (edge, part, change) in edges.OrderBy(e => e.At))
        {
            Count(edge);
            running[part] += change;
        }

        Count(to);
        return [.. Order.Append(Between).Select((name, i) => new TimePart(name, spans[i])).Where(p => p.Span > TimeSpan.Zero)];

        void Count(DateTimeOffset until)
        {
            var index = Array.FindIndex(running, r => r > 0);
            spans[index < 0 ? Order.Length : index] += until - at;
            at = until;
        }
    }

    private static string PartOf(PlanStep step, HashSet<StepId> stops) => step.Measure?.Part is { } named && Array.IndexOf(Order, named) >= 0 ? named
        : stops.Contains(step.Id) && (step.Verb is "command" or "http") ? "application"
        : step.Verb switch
        {
            "pair.split" => "split",
            "pair.takeover" or "pair.swapResync" => "takeover",
            "approve" or "manual" or "ticket.require" => "decision",
            "command" or "http" => "programs",
            "pair.assert" or "pair.wait" or "pair.snapshot" or "checkpoint" => "checks",
            _ when step.Verb.StartsWith("pair.", StringComparison.Ordinal) => "copy",
            _ when step.Verb.StartsWith("host", StringComparison.Ordinal) || step.Verb.StartsWith("volume.", StringComparison.Ordinal) => "mount",
            _ => "programs",
        };

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
