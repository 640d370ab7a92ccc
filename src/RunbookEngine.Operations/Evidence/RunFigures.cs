using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Evidence;

/// <summary>The figures of a run: what it took, how old the data was, what was foreseen. docs/evidence.md defines each of them.</summary>
/// <param name="Recovery">Null: nothing asks for a recovery time.</param>
/// <param name="Points">Null: nothing asks for a recovery point.</param>
public sealed record RunFigures(RecoveryTime? Recovery, RecoveryPoints? Points, Comparison Comparison, IReadOnlyList<ObjectiveFigure> Objectives)
{
    public static RunFigures Of(RunState run, IReadOnlyList<Happening> happenings)
    {
        var objectives = run.Plan.Objectives;
        var recovery = RecoveryTimeReader.Of(run);
        var wanted = objectives?.Rpo is not null || run.Declared is not null || run.RecoveryPoints.Count > 0 || run.Plan.AllSteps().Any(s => s.Measure?.Rpo is not null);
        var points = wanted ? RecoveryPointReader.Of(run, happenings) : null;
        return new RunFigures(recovery, points, Comparison.Of(run, happenings),
        [
            .. objectives?.Rto is { } rto && recovery is not null ? [new ObjectiveFigure("rto", rto, recovery.Span)] : (ObjectiveFigure[])[],
            .. objectives?.Rpo is { } rpo && points is not null ? [new ObjectiveFigure("rpo", rpo, points.Age)] : (ObjectiveFigure[])[],
            .. WindowFigure.Of(run) is { } window ? [window] : (ObjectiveFigure[])[],
        ]);
    }
}

/// <summary>An objective and what was achieved.</summary>
public sealed record ObjectiveFigure(string Name, TimeSpan Objective, MeasuredSpan Achieved)
{
    public Verdict Verdict => Achieved.Against(Objective);

    public void Deconstruct(out string name, out TimeSpan objective, out MeasuredSpan achieved, out Verdict verdict) => (name, objective, achieved, verdict) = (Name, Objective, Achieved, Verdict);
}

/// <summary><c>objectives.window</c>: from the start of the run to the time of day by which it should be over.</summary>
internal static class WindowFigure
{
    public static ObjectiveFigure? Of(RunState run)
    {
        if (run.Plan.Objectives is not { FinishBy: { } finishBy, Zone: { } zoneName } || !TimeOnly.TryParse(finishBy, System.Globalization.CultureInfo.InvariantCulture, out var time)
            || !TimeZoneInfo.TryFindSystemTimeZoneById(zoneName, out var zone))
            return null;
        var local = TimeZoneInfo.ConvertTime(run.StartedAt, zone);
        var day = DateOnly.FromDateTime(local.DateTime);
        var wall = (TimeOnly.FromDateTime(local.DateTime) < time ? day : day.AddDays(1)).ToDateTime(time, DateTimeKind.Unspecified);
        // A time that a change of clocks leaves out is reached an hour later.
        if (zone.IsInvalidTime(wall))
            wall = wall.AddHours(1);
        var until = new DateTimeOffset(wall, zone.GetUtcOffset(wall));
        return new ObjectiveFigure("window", until - run.StartedAt, run.EndedAt is { } ended
            ? MeasuredSpan.Exactly(ended - run.StartedAt, $"from the start of the run to its end; the window ends at {finishBy} {zoneName}")
            : MeasuredSpan.NotMeasured("the run has not ended", null));
    }
}
