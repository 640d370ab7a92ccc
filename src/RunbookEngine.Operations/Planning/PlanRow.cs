using RunbookEngine.Language.Predictions;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Operations.Planning;

/// <summary>A step as one line of a table: iterations that go alike are one row, and so are copy groups.</summary>
/// <param name="Steps">The step, or its iterations.</param>
/// <param name="Groups">Alike; empty for a step without pairs.</param>
public sealed record PlanRow(IReadOnlyList<StepForecast> Steps, IReadOnlyList<GroupForecast> Groups)
{
    public StepForecast Step => Steps[0];

    public static IReadOnlyList<PlanRow> Of(IReadOnlyList<StepForecast> steps)
    {
        var rows = new List<PlanRow>();
        for (var i = 0; i < steps.Count;)
        {
            var alike = new List<StepForecast> { steps[i] };
            while (i + alike.Count < steps.Count && Alike(steps[i], steps[i + alike.Count]))
                alike.Add(steps[i + alike.Count]);
            i += alike.Count;
            var groups = alike.SelectMany(s => s.Groups).ToList();
            if (groups.Count == 0)
                rows.Add(new PlanRow(alike, []));
            foreach (var same in groups.GroupBy(Look))
                rows.Add(new PlanRow(alike, [.. same]));
        }

        return rows;
    }

    private static bool Alike(StepForecast one, StepForecast next) => one.Key.Iteration is { Length: > 0 }
        && (one.Key.Id, one.Path, one.Section, one.Verdict, one.Runs) == (next.Key.Id, next.Path, next.Section, next.Verdict, next.Runs)
        && one.Key.Iteration != next.Key.Iteration;

    private static string Look(GroupForecast group) =>
        $"{group.Verdict}|{PlanWords.Standings(group.Before)}|{PlanWords.Standings(group.OnTheWay)}|{PlanWords.Standings(group.After)}|{group.Copy}|{group.Pair is null}|{group.Why}|{PlanWords.Direction(group)}";
}

/// <summary>What predictions are called in print.</summary>
public static class PlanWords
{
    public static string Standings(IReadOnlyList<PairStanding> standings) => standings.Count switch
    {
        0 => "no pairs",
        1 => standings[0].Statuses,
        _ => string.Join(", ", standings.GroupBy(s => s.Statuses).Select(g => $"{g.Sum(s => s.Pairs)} {g.Key}")),
    };

    public static string Way(GroupForecast group)
    {
        var (before, way, after) = (Standings(group.Before), Standings(group.OnTheWay), Standings(group.After));
        return group.OnTheWay.Count == 0 || way == before || way == after
            ? before == after ? after : $"{before} > {after}"
            : $"{before} > {way} > {after}";
    }

    /// <summary>Which way remote pairs replicate; null inside one array, without pairs, or where nobody has read them.</summary>
    public static string? Direction(GroupForecast group, IReadOnlyList<PairStanding> standings) => !group.Technology.IsRemote() || !group.IsRead ? null
        : string.Join(" or ", standings.SelectMany(s => s.Ends).Where(e => !e.IsSimplex && e.PvolArray.Length > 0 && e.SvolArray != AssumedStart.Partner).Select(e => Telling.Direction.Of(e.PvolArray, e.SvolArray)).Distinct())
            is { Length: > 0 } ways ? ways : null;

    /// <summary>Before and after, where the step turns the pairs round: <c>tokyo > osaka, then osaka > tokyo</c>.</summary>
    public static string? Direction(GroupForecast group)
    {
        var (before, after) = (Direction(group, group.Before), Direction(group, group.After));
        return before is null || after is null || before == after ? before ?? after : $"{before}, then {after}";
    }

    public static string Access(IReadOnlyList<PairStanding> standings) => standings.Count == 0 ? "-"
        : $"{Access(standings.Min(s => s.PvolAccess))}/{Access(standings.Min(s => s.SvolAccess))}";

    public static string Access(HostAccess access) => access switch { HostAccess.ReadWrite => "rw", HostAccess.Read => "r", _ => "no" };

    public static string Verdict(StepVerdict verdict) => verdict switch
    {
        StepVerdict.NoPairs => "no-pairs",
        StepVerdict.NothingToDo => "not-needed",
        StepVerdict.NotReached => "not-reached",
        var other => other.ToString().ToLowerInvariant(),
    };

    public static string Outcome(PredictedOutcome outcome) => outcome switch
    {
        PredictedOutcome.MayFail => "may-fail",
        PredictedOutcome.RollsBack => "rolled-back",
        PredictedOutcome.NeedsOperator => "needs-operator",
        PredictedOutcome.Holds => "held",
        PredictedOutcome.Aborts => "failed",
        _ => "succeeded",
    };

    public static string Chance(Chance chance) => chance switch
    {
        Language.Predictions.Chance.Yes => "yes",
        Language.Predictions.Chance.May => "maybe",
        _ => "no",
    };
}
