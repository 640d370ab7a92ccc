using System.Collections.Immutable;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Waits;

namespace RunbookEngine.Language.Predictions;

/// <summary>The states a pair passes through by itself, in order, and what a wait makes of them.</summary>
internal static class Course
{
    /// <summary>One course for each thing the pair may be doing; what stays as it is needs none of its own.</summary>
    public static IReadOnlyList<IReadOnlyList<PairState>> Of(PairState state)
    {
        var moving = state.Possible.Where(c => StatusModel.Settle(state with { Condition = c }).Condition != c).ToList();
        return moving.Count == 0 ? [[state]]
            : [.. state.Possible.Select(c => Outlook.Ahead(state with { Condition = c }))];
    }

    /// <summary>The pair as it is, and where what it is doing ends.</summary>
    public static ImmutableArray<PairState> Ends(PairState state) => PairClass.Distinct(Of(state).SelectMany(c => c));

    /// <param name="courses">Each in the order of time; its last state is where the pair stays.</param>
    /// <param name="goal">Null: nothing is waited for.</param>
    public static WaitForecast Wait(IReadOnlyList<IReadOnlyList<PairState>> courses, WaitGoal? goal, string pvolArrayAtStart)
    {
        var each = courses.Select(c => One(c, goal, pvolArrayAtStart)).ToList();
        return each is [var only] ? only : new(
            PairClass.Distinct(each.SelectMany(e => e.Ends)), PairClass.Distinct(each.SelectMany(e => e.Failing)),
            each.Select(e => e.Timing).FirstOrDefault(t => t is not null) ?? "the statuses alone do not say what the pair is doing",
            each.Select(e => e.Why).FirstOrDefault(w => w is not null));
    }

    private static WaitForecast One(IReadOnlyList<PairState> course, WaitGoal? goal, string pvolArrayAtStart)
    {
        if (goal is null)
            return new([.. course], [], course.Count > 1 ? "nothing is waited for: the arrays go on by themselves" : null, null);
        var standings = course.Select(c => goal.Judge(c, pvolArrayAtStart)).ToList();
        var met = standings.FindIndex(IsMet);
        if (met < 0)
            return new([], [.. course], null, $"{course[^1].P}/{course[^1].S} is where it stays, and {goal} is waited for");
        ImmutableArray<PairState> ends = [.. course.Skip(met)];
        var passing = met < course.Count - 1 && !IsMet(standings[^1]);
        var early = standings.Take(met).Any(s => s is WaitStanding.Failed or WaitStanding.Hopeless);
        var timing = passing ? $"{course[met].P}/{course[met].S} is only passed through on the way to {course[^1].P}/{course[^1].S}"
            : ends.Length > 1 ? $"{goal} is fulfilled in {course[met].P}/{course[met].S} already, before the arrays are done"
            : null;
        return new(ends, passing || early ? [.. course] : [], timing, passing || early ? timing ?? "a status on the way may end the wait" : null);
    }

    private static bool IsMet(WaitStanding standing) => standing is WaitStanding.Met or WaitStanding.MetWithWarning;
}

/// <summary>What a wait comes to for one pair.</summary>
/// <param name="Ends">When it is fulfilled; empty when it cannot be.</param>
/// <param name="Failing">When it fails; empty when it cannot.</param>
/// <param name="Timing">Why the end depends on timing; null when it does not.</param>
/// <param name="Why">Why it fails or may fail.</param>
internal sealed record WaitForecast(ImmutableArray<PairState> Ends, ImmutableArray<PairState> Failing, string? Timing, string? Why);
