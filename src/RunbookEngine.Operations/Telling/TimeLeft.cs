using RunbookEngine.Journal;
using RunbookEngine.Language.Predictions;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Telling;

/// <summary>When a run is expected to be over, and when it should be.</summary>
/// <param name="Now">The moment it is told for.</param>
/// <param name="Left">Until the predicted end; null when nobody can tell.</param>
/// <param name="Uncounted">Programs and people still to come or under way, whose time is in no figure.</param>
/// <param name="Overdue">What runs takes longer than was expected.</param>
/// <param name="FinishBy">In the zone of the objective; null without one.</param>
public sealed record TimeLeft(DateTimeOffset Now, TimeSpan? Left, int Uncounted, bool Overdue, DateTimeOffset? FinishBy, string? FinishZone)
{
    /// <param name="measured">What the pace of a copy that is under way says of its step; null for none.</param>
    /// <returns>Null when nothing can be said: no forecast and no objective, an ended run, or one that is taken back.</returns>
    public static TimeLeft? Of(RunState run, DateTimeOffset now, Func<StepKey, TimeSpan?>? measured = null)
    {
        if (run.Phase is not (RunPhase.Steps or RunPhase.Closing))
            return null;
        var finishBy = FinishTime.Of(run.Plan.Objectives, run.StartedAt);
        if (run.Expected.Count == 0)
            return finishBy is null ? null : new TimeLeft(now, null, 0, false, finishBy, run.Plan.Objectives!.Zone);
        TimeSpan? left = TimeSpan.Zero;
        var (uncounted, overdue) = (0, false);
        foreach (var expected in run.Expected)
        {
            var state = run.StepOrPending(new StepKey(expected.Step, ""));
            if (state.IsOver)
                continue;
            var (own, late) = Of(run, expected, state, now, measured);
            left += own;
            overdue |= late;
            uncounted += expected.Uncounted;
        }

        return new TimeLeft(now, left, uncounted, overdue, finishBy, run.Plan.Objectives?.Zone);
    }

    private static (TimeSpan? Left, bool Overdue) Of(RunState run, ExpectedStep expected, StepState state, DateTimeOffset now, Func<StepKey, TimeSpan?>? measured)
    {
        TimeSpan? forecast = expected.Seconds is { } seconds ? TimeSpan.FromSeconds(seconds) - (state.StartedAt is { } started ? now - started : TimeSpan.Zero) : null;
        var step = run.Plan.Find(expected.Step);
        var inside = step?.WithDescendants().Select(s => s.Id).ToHashSet() ?? [];
        var pace = measured is null || state.StartedAt is null ? null
            : run.Steps.Values.Where(s => inside.Contains(s.Key.Id) && s.Status is StepStatus.Running or StepStatus.Waiting).Max(s => measured(s.Key));
        var rest = forecast < TimeSpan.Zero ? TimeSpan.Zero : forecast;
        // What is measured is better known than what was foreseen; in a container more may follow on it.
        return (pace is null ? rest : step is { IsContainer: false, Child: null } || rest is null || pace > rest ? pace : rest,
            pace is null && expected is { Seconds: > 0, Uncounted: 0 } && forecast < TimeSpan.Zero);
    }

    /// <summary>In words; <c>about 12 min left, end about 03:42 UTC; finish by 04:00 Asia/Tokyo: 28 min left</c>.</summary>
    public string Text(TimeZoneInfo zone) => string.Join("; ", ((IEnumerable<string?>)[End(zone), Finish()]).OfType<string>());

    /// <summary>The run is late, or will be as it looks.</summary>
    public bool IsLate => FinishBy is { } by && (by < Now || (Left is { } left && Now + left > by));

    private string? End(TimeZoneInfo zone)
    {
        var people = Uncounted == 0 ? "" : $"{Uncounted} {(Uncounted == 1 ? "program or person whose time is" : "programs and people whose time is")} not known";
        return Left switch
        {
            null when FinishBy is null || Uncounted > 0 => people.Length > 0 ? $"time left not known: {people}" : "time left not known",
            null => "time left not known",
            { } left when left == TimeSpan.Zero && Uncounted > 0 => $"time left not known: {people}",
            { } left when left == TimeSpan.Zero && Overdue => "takes longer than expected",
            { } left => $"about {Spans.Rough(left)} left, end about {Spans.Soon(Now + left, Now, zone)}" + (people.Length > 0 ? $", without {people}" : "") + (Overdue ? "; takes longer than expected" : ""),
        };
    }

    private string? Finish()
    {
        if (FinishBy is not { } by)
            return null;
        var at = $"finish by {by:HH:mm} {FinishZone ?? "UTC"}";
        return by < Now ? $"LATE: {at} was {Spans.Rough(Now - by)} ago"
            : Left is { } left && Now + left > by ? $"{at}: {Spans.Rough(by - Now)} left, TOO LATE by about {Spans.Rough(Now + left - by)} as it looks"
            : $"{at}: {Spans.Rough(by - Now)} left";
    }
}
