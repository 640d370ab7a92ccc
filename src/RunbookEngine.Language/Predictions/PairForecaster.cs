using System.Collections.Immutable;
using RunbookEngine.Plans;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Replication.Waits;

namespace RunbookEngine.Language.Predictions;

/// <summary>Puts a pair through an operation and its wait, as the engine and the arrays will. Equal questions are answered once.</summary>
internal sealed class PairForecaster
{
    private readonly Dictionary<(PairState, PairOperation, WaitPlan?), PairForecast> _known = [];

    /// <param name="wait">Null: until the natural end.</param>
    public PairForecast Of(PairState from, PairOperation operation, WaitPlan? wait)
    {
        var key = (from, operation, wait);
        if (!_known.TryGetValue(key, out var known))
            _known[key] = known = Decide(from, operation, wait);
        return known;
    }

    /// <summary>The request reaches this pair although it was not meant to change it: a group goes as a whole.</summary>
    public PairForecast Swept(PairState from, PairOperation operation, WaitPlan? wait) =>
        StatusModel.Predict(from, operation) is Prediction.Accepted accepted ? Act(from, accepted, Goal(from, operation, wait)) : Of(from, operation, wait);

    private static PairForecast Decide(PairState from, PairOperation operation, WaitPlan? wait)
    {
        var prediction = StatusModel.Predict(from, operation);
        var natural = WaitGoal.NaturalEnd(from.Technology, operation);
        var standing = natural.Judge(from, from.PvolArray);
        var goal = Goal(from, operation, wait);
        if (standing is WaitStanding.Met or WaitStanding.MetWithWarning && StaysReadOnly(from, operation))
            return Refused(from, "this run has split it read only, and a second split does not change that; resync it first");
        if (standing is WaitStanding.Met or WaitStanding.MetWithWarning)
            return Waited(new(from, PairNeed.None) { Why = (prediction as Prediction.NothingHappens)?.Why, Source = (prediction as Prediction.NothingHappens)?.Source }, Course.Of(from), goal, from.PvolArray);
        var moving = Outlook.WillBecomeByItself(from, natural, from.PvolArray);
        switch (prediction)
        {
            case Prediction.Accepted accepted:
                return Act(from, accepted, goal);
            case Prediction.NothingHappens nothing when standing == WaitStanding.OnTheWay && moving:
                return Waited(new(from, PairNeed.Wait) { Why = nothing.Why, Source = nothing.Source }, Course.Of(from), goal, from.PvolArray);
            case Prediction.Uncertain { Possible.Count: > 0 } open when open.Possible.Any(p => p is Prediction.Accepted or Prediction.Uncertain):
                return Open(from, open, goal);
            case Prediction.Uncertain { Possible.Count: > 0 } open when open.Possible.Any(p => p is Prediction.NothingHappens) && moving:
                return Waited(new(from, PairNeed.Wait) { Why = open.Why }, Course.Of(from), goal, from.PvolArray);
            case Prediction.NothingHappens nothing:
                return Refused(from, nothing.Why) with { Source = nothing.Source };
            case Prediction.Rejected rejected:
                return Refused(from, rejected.Why) with { Source = rejected.Source };
            default:
                return Refused(from, ((Prediction.Uncertain)prediction).Why);
        }
    }

    /// <summary>No array tells the access, but a run knows how it split the pair itself.</summary>
    public static bool StaysReadOnly(PairState from, PairOperation operation) =>
        operation is { Action: PairAction.Split, SvolAccess: HostAccess.ReadWrite } && from.Technology is Technology.TrueCopy or Technology.UniversalReplicator
        && from.Condition is PairCondition.SplitDone or PairCondition.SplitProtected;

    private static PairForecast Refused(PairState from, string why) =>
        new(from, PairNeed.Refused) { Failing = [from], Why = why, Unsent = true };

    private static PairForecast Act(PairState from, Prediction.Accepted accepted, WaitGoal? goal)
    {
        IReadOnlyList<PairState> course = accepted.Intermediate == accepted.Final ? [accepted.Final] : [accepted.Intermediate, accepted.Final];
        if (accepted.Final.Condition == PairCondition.TakenOver && from.Condition != PairCondition.TakenOver && accepted.Final.P != from.P)
            // The S-VOL's array has done it; the P-VOL's learns of it a moment later.
            course = [accepted.Final with { P = from.P, Condition = PairCondition.TakenOverUnseen }, accepted.Final];
        if (goal is null || (goal.Judge(from, from.PvolArray) is WaitStanding.Met or WaitStanding.MetWithWarning && !course.Contains(from)))
            // Nobody waits to see it carried out, or what was there before is taken for the end; meanwhile the pair goes on with what it was doing.
            course = [.. Course.Ends(from).Except(course), .. course];
        var forecast = new PairForecast(from, PairNeed.Act)
        {
            Via = accepted.Intermediate == accepted.Final ? null : accepted.Intermediate,
            Copy = accepted.Copy,
            Warnings = accepted.Warnings,
            Source = accepted.Source,
        };
        return Waited(forecast, [course], goal, from.PvolArray);
    }

    /// <summary>The array is asked, and it is open what it makes of it.</summary>
    private static PairForecast Open(PairState from, Prediction.Uncertain open, WaitGoal? goal)
    {
        var each = Flat(open).Select(p => p switch
        {
            Prediction.Accepted accepted => Act(from, accepted, goal),
            Prediction.NothingHappens nothing => Waited(new(from, PairNeed.Act) { Why = nothing.Why, Source = nothing.Source }, Course.Of(from), goal, from.PvolArray),
            Prediction.Rejected rejected => Refused(from, rejected.Why) with { Source = rejected.Source },
            _ => Refused(from, open.Why),
        }).ToList();
        return new(from, PairNeed.Act)
        {
            Ends = PairClass.Distinct(each.SelectMany(e => e.Ends)),
            Failing = PairClass.Distinct(each.SelectMany(e => e.Failing)),
            Via = each.Select(e => e.Via).FirstOrDefault(v => v is not null),
            Copy = each.Max(e => e.Copy),
            Warnings = [.. each.SelectMany(e => e.Warnings).Distinct()],
            Why = open.Why,
            Timing = open.Why,
        };
    }

    private static IEnumerable<Prediction> Flat(Prediction.Uncertain open) =>
        open.Possible.SelectMany(p => p is Prediction.Uncertain { Possible.Count: > 0 } inner ? Flat(inner) : [p]);

    private static PairForecast Waited(PairForecast forecast, IReadOnlyList<IReadOnlyList<PairState>> courses, WaitGoal? goal, string pvolArrayAtStart)
    {
        var (ends, failing, timing, why) = Course.Wait(courses, goal, pvolArrayAtStart);
        return forecast with { Ends = ends, Failing = failing, Timing = timing, Why = why ?? forecast.Why };
    }

    /// <returns>Null when nothing is waited for.</returns>
    private static WaitGoal? Goal(PairState from, PairOperation operation, WaitPlan? wait) =>
        wait is { None: true } ? null : WaitWords.Goal(wait ?? new WaitPlan(), WaitGoal.NaturalEnd(from.Technology, operation));
}
