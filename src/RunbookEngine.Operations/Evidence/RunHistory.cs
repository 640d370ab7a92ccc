using System.Text.Json;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Evidence;

/// <summary>One run of a runbook among the others.</summary>
/// <param name="Recovery">Null: nothing asks for it.</param>
/// <param name="Point">Null: nothing asks for it.</param>
/// <param name="Changes">What differs from the plan of the run before; empty: nothing, or there is none.</param>
public sealed record HistoryRow(
    RunId Run, DateTimeOffset StartedAt, string Environment, string? Mode, string Actor, RunOutcome Outcome, TimeSpan? Took, TimeSpan? Expected, MeasuredSpan? Recovery, MeasuredSpan? Point,
    IReadOnlyList<ObjectiveFigure> Objectives, IReadOnlyList<string> Changes)
{
    /// <summary>It succeeded, and met each of its objectives, by estimate at least.</summary>
    public bool IsGood => Outcome == RunOutcome.Succeeded && Objectives.All(o => o.Verdict is Verdict.Met or Verdict.MetByEstimate);
}

/// <summary>The runs of a runbook over the years.</summary>
/// <param name="Rows">The newest first.</param>
/// <param name="Good">Of the last <paramref name="Of"/> runs.</param>
/// <param name="LastGood">When the last run began that succeeded and met its objectives; null: none did.</param>
/// <param name="Due">When the next one is due (<c>objectives: drillEvery</c> of the newest run's plan); null: nothing says so.</param>
public sealed record RunHistory(
    string Runbook, IReadOnlyList<HistoryRow> Rows, int Good, int Of, string? RecoveryTrend, string? PointTrend, DateTimeOffset? LastGood, DateTimeOffset? Due, bool Overdue)
{
    /// <summary>Runs that are compared by default, and at most.</summary>
    public const int Usual = 100;

    public const int Most = 1000;

    /// <summary>Medians that differ by less than this share are steady.</summary>
    private const double Steady = 0.1;

    private const int MostChanges = 8;

    /// <param name="sees">Whether the caller may see a run.</param>
    /// <param name="last">Of how many runs it is told how often the objectives were met.</param>
    public static async Task<RunHistory> ReadAsync(
        IRunJournal store, string runbook, string? environment, string? mode, int limit, int last, Func<RunSummary, bool> sees, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var runs = (await store.ListAsync(new RunFilter(runbook, Limit: Math.Clamp(limit, 1, Most)) { Environment = environment }, cancellationToken))
            .Where(r => r.Parent is null && r.EndedAt is not null && (mode is null || r.Mode == mode) && sees(r)).ToList();
        var states = new List<(RunState Run, RunFigures Figures)>();
        foreach (var run in runs)
        {
            var entries = await store.ReadAsync(run.Id, 0, cancellationToken);
            if (RunFold.All(entries) is { } state)
                states.Add((state, RunFigures.Of(state, Happening.Of(entries))));
        }

        return From(runbook, states, last, now);
    }

    private static RunHistory From(string runbook, List<(RunState Run, RunFigures Figures)> states, int last, DateTimeOffset now)
    {
        var rows = states.Select((s, i) => new HistoryRow(
            s.Run.Id, s.Run.StartedAt, s.Run.Plan.Environment.Name, s.Run.Plan.Mode, s.Run.Actor, s.Run.Outcome, s.Run.EndedAt - s.Run.StartedAt, s.Figures.Comparison.Expected,
            s.Figures.Recovery?.Span, s.Figures.Points?.Age, s.Figures.Objectives, i + 1 < states.Count ? Changed(states[i + 1].Run.Plan, s.Run.Plan) : [])).ToList();
        var recent = rows.Take(last).ToList();
        DateTimeOffset? good = rows.FirstOrDefault(r => r.IsGood)?.StartedAt;
        var every = states.Count == 0 ? null : states[0].Run.Plan.Objectives?.DrillEvery;
        // Without a good one, the first run began the wait.
        DateTimeOffset? due = every is { } span ? (good ?? rows[^1].StartedAt) + span : null;
        return new RunHistory(runbook, rows, recent.Count(r => r.IsGood), recent.Count, Trend(rows.Select(r => r.Recovery)), Trend(rows.Select(r => r.Point)), good, due, due < now);
    }

    /// <summary>The median of the newer half against that of the older.</summary>
    private static string? Trend(IEnumerable<MeasuredSpan?> newestFirst)
    {
        var known = newestFirst.Select(s => s?.Value ?? s?.High).OfType<TimeSpan>().ToList();
        if (known.Count < 4)
            return null;
        var (newer, older) = (Median(known.Take(known.Count / 2)), Median(known.Skip(known.Count / 2)));
        var words = $"{Spans.Text(newer)} now, {Spans.Text(older)} before";
        return newer > older * (1 + Steady) + TimeSpan.FromSeconds(1) ? $"slower: {words}" : newer < older * (1 - Steady) - TimeSpan.FromSeconds(1) ? $"faster: {words}" : $"steady: {words}";
    }

    private static TimeSpan Median(IEnumerable<TimeSpan> spans) => spans.Order().ToList() is var all ? all[all.Count / 2] : default;

    /// <summary>What differs between two plans, in the words of the runbook.</summary>
    public static IReadOnlyList<string> Changed(Plan before, Plan after)
    {
        if (PlanJson.Fingerprint(before) == PlanJson.Fingerprint(after))
            return [];
        var changes = new List<string>();
        if (before.Mode != after.Mode)
            changes.Add($"mode {after.Mode ?? "none"} instead of {before.Mode ?? "none"}");
        if (!JsonElement.DeepEquals(before.Inputs, after.Inputs))
            changes.Add("other inputs");
        if (before.Objectives != after.Objectives)
            changes.Add("other objectives");
        if (before.Environment.Name != after.Environment.Name || !JsonElement.DeepEquals(before.Environment.Content, after.Environment.Content))
            changes.Add(before.Environment.Name == after.Environment.Name ? "another environment file" : $"environment {after.Environment.Name}");
        var (groups, groupsBefore) = (Groups(after), Groups(before));
        changes.AddRange(groups.Except(groupsBefore).Select(g => $"copy group {g} came").Concat(groupsBefore.Except(groups).Select(g => $"copy group {g} went")));
        var (steps, stepsBefore) = (Steps(after), Steps(before));
        changes.AddRange(steps.Keys.Except(stepsBefore.Keys).Select(s => $"step {s} came").Concat(stepsBefore.Keys.Except(steps.Keys).Select(s => $"step {s} went"))
            .Concat(steps.Where(s => stepsBefore.TryGetValue(s.Key, out var was) && was != s.Value).Select(s => $"step {s.Key} is another")));
        if (changes.Count == 0)
            changes.Add("another text of the runbook");
        return changes.Count <= MostChanges ? changes : [.. changes.Take(MostChanges), $"and {changes.Count - MostChanges} more"];
    }

    private static HashSet<string> Groups(Plan plan) => [.. plan.Targets.SelectMany(t => (t.CopyGroups ?? []).Select(g => g.Name))];

    private static Dictionary<string, string> Steps(Plan plan) =>
        plan.AllSteps().DistinctBy(s => s.Id).ToDictionary(s => s.Id.Value, s => JsonSerializer.Serialize(s with { At = null, Branches = [], Child = null, Rollback = s.Rollback with { Steps = [] } }, PlanJson.Options), StringComparer.Ordinal);
}
