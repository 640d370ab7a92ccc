using RunbookEngine.Operations.Evidence;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Reports;

/// <summary>One measured figure of a run.</summary>
/// <param name="Name"><c>rto</c>, <c>rpo</c>, <c>recovery</c> and <c>recovery-point</c> of a disaster, or the author's clock.</param>
/// <param name="From">Start of the clock; for RPO the consistency point.</param>
/// <param name="To">End of the clock; null while it runs, and for a consistency point.</param>
/// <param name="Objective">What the runbook promises, or null.</param>
public sealed record Measure(string Name, string Source, DateTimeOffset From, DateTimeOffset? To, TimeSpan? Objective)
{
    /// <summary>Of a recovery point: how old the data was at that moment. Null for a clock.</summary>
    public MeasuredSpan? Age { get; init; }

    public TimeSpan? Span => Age is { } age ? age.Value ?? age.High : To - From;

    /// <summary>Whether the objective was met; null where there is none, or nothing to hold against it.</summary>
    public bool? Met => Objective is not { } objective ? null : Age is { } age ? age.Against(objective).Proven() : Span is { } span ? span <= objective : null;
}

/// <summary>The clocks and consistency points that steps mark with <c>measure</c>. Recovery time and recovery point are those of <see cref="RunFigures"/>.</summary>
public static class Measures
{
    public static IEnumerable<Measure> Of(RunState run, RunFigures figures)
    {
        var marked = run.Plan.AllSteps().Where(s => s.Measure is not null).ToList();
        return marked.Select(s => s.Measure!.Start).OfType<string>().Distinct().Select(name => Clock(run, marked, name, figures.Recovery)).OfType<Measure>()
            .Concat(marked.Where(s => s.Measure!.Rpo is not null).SelectMany(s => Points(run, s, figures.Points)))
            .Concat(run.Declared is not null && figures.Recovery is { From: { } from } recovery ? [new Measure("recovery", "clock", from, recovery.To, run.Plan.Objectives?.Rto)] : [])
            .Concat(RecoveryPoint(run, figures.Points));
    }

    /// <summary>The oldest of what was taken over without its P-VOLs, where every copy group has a bound in time; where one has none, there is no figure.</summary>
    private static IEnumerable<Measure> RecoveryPoint(RunState run, RecoveryPoints? points)
    {
        if (run.RecoveryPoints.Count == 0 || points is not { Groups.Count: > 0, Age.High: { } high } || points.Groups.Any(g => g.Age.High is null || g.Moment is null))
            return [];
        var oldest = points.Groups.MaxBy(g => g.Age.High)!;
        var at = run.RecoveryPoints.Values.Max(p => p.At);
        return [new Measure("recovery-point", $"at most, of {oldest.CopyGroup}", at - high, at, run.Plan.Objectives?.Rpo) { Age = points.Age }];
    }

    private static Measure? Clock(RunState run, List<PlanStep> marked, string name, RecoveryTime? recovery)
    {
        if (name == "rto")
            return recovery is { From: { } from } ? new Measure(name, "clock", from, recovery.To, run.Plan.Objectives?.Rto) : null;
        var starts = marked.Where(s => s.Measure!.Start == name).SelectMany(s => States(run, s)).Select(s => s.StartedAt).OfType<DateTimeOffset>().ToList();
        if (starts.Count == 0)
            return null;
        var stops = marked.Where(s => s.Measure!.Stop == name).SelectMany(s => States(run, s))
            .Where(s => s.Status == StepStatus.Succeeded).Select(s => s.EndedAt).OfType<DateTimeOffset>().ToList();
        return new Measure(name, "clock", starts.Min(), stops.Count == 0 ? null : stops.Max(), null);
    }

    /// <summary>The moment from which the copies hold: the end of the step that made them consistent.</summary>
    private static IEnumerable<Measure> Points(RunState run, PlanStep step, RecoveryPoints? points) => States(run, step)
        .Where(s => s is { Status: StepStatus.Succeeded or StepStatus.Undone or StepStatus.Undoing, StartedAt: not null } && s.Iterations is null)
        .OrderBy(s => s.StartedAt)
        .Select(s => new Measure("rpo", $"consistency point: {step.Measure!.Rpo} of {s.Key}", s.StartedAt!.Value, null, run.Plan.Objectives?.Rpo)
        {
            Age = points?.Groups.Where(p => p.Step == s.Key).ToList() is { Count: > 0 } own ? RecoveryPoints.Of(own, null).Age : null,
        });

    private static IEnumerable<StepState> States(RunState run, PlanStep step) => run.Steps.Values.Where(s => s.Key.Id == step.Id);
}
