using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Plans;
using RunbookEngine.Replication.Groups;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Predictions;

/// <summary>One copy group of a changing pair verb. Looking and acting a second time change nothing: equal questions share the answer.</summary>
internal sealed partial class OperationUnitWork(
    PairForecaster forecaster, KnownStandings standings, Neighbours neighbours, PairWorld world, WaitPlan? wait, PlannedUnit unit, PairOperation operation, KnownArguments with)
{
    private readonly List<Finding> _findings = [];
    private readonly List<(PairClass Class, List<PairForecast> Forecasts)> _asked = [];
    private readonly List<PairClass> _left = [];
    private List<PlannedRequest> _requests = [];
    private GroupStanding _before = null!;
    private GroupForecast? _forecast;
    private bool _looked;
    private bool _acted;

    public GroupKey Key => unit.Key;

    public Chance Unsent { get; private set; }

    public Chance Fails { get; private set; }

    /// <summary>A request of it is or may be refused: the other groups of the step may not be asked any more.</summary>
    public bool StopsOthers { get; private set; }

    /// <summary>Before the step.</summary>
    public GroupStanding Before => _before;

    public string? Why { get; private set; }

    public StepVerdict Verdict { get; private set; }

    public GroupStanding After { get; private set; } = null!;

    public GroupStanding Failed { get; private set; } = null!;

    /// <summary>At any moment between asking and the end.</summary>
    public GroupStanding Underway { get; private set; } = null!;

    public Change? Change { get; private set; }

    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Decides each pair; nothing is sent yet.</summary>
    public void Look()
    {
        if (_looked)
            return;
        _looked = true;
        var found = world.Find(unit.Key);
        _before = found ?? PairWorld.Empty(unit.Target, unit.Group);
        var creates = operation.Action == PairAction.Create;
        if (_before.Exists == Chance.No && !creates && operation.Action != PairAction.Delete && unit.Pair is null)
        {
            Unsent = Fails = Chance.Yes;
            Verdict = StepVerdict.Rejected;
            Why = $"array {unit.Target.Array} has no copy group {unit.Group.Name} at this point";
            _findings.Add(new(PredictionCodes.GroupGone, Severity.Error, found is { Classes.Length: > 0 }
                ? $"{VerbWords.Word(operation)} of {unit.Group.Name}: an earlier step deleted this copy group" : Why,
                "create it again first, or leave this step out"));
            return;
        }

        if (unit.Pair is not null && UnitRules.Refuse(unit.Technology, operation, OperationUnit.Pair) is { } wrong)
        {
            Unsent = Fails = Chance.Yes;
            Verdict = StepVerdict.Rejected;
            Why = wrong.Why;
            _findings.Add(new(PredictionCodes.WrongUnit, Severity.Error, $"{unit.Name}: {wrong.Why}", $"operate the copy group: on: {unit.Group.Name}"));
            return;
        }

        Divide(creates);
        foreach (var (one, forecasts) in _asked)
        {
            var refused = forecasts.Count(f => f.Unsent && f.Fails == Chance.Yes);
            var chance = refused == forecasts.Count ? Chance.Yes : refused > 0 || forecasts.Any(f => f.Unsent) ? Chance.May : Chance.No;
            if (chance > Unsent || (chance == Unsent && Why is null))
                Why = forecasts.FirstOrDefault(f => f.Unsent)?.Why ?? Why;
            Unsent = chance > Unsent ? chance : Unsent;
            if (chance != Chance.No)
                _findings.Add(OperationFindings.Refused(unit, operation, forecasts.First(f => f.Unsent), chance, one.Pairs.Length));
        }

        if (Unsent == Chance.No && _before.Exists == Chance.May && unit.Pair is null && !creates && operation.Action != PairAction.Delete)
            (Unsent, Why) = (Chance.May, $"copy group {unit.Group.Name} may be gone by then");
        Fails = Unsent;
        Verdict = Unsent == Chance.Yes ? StepVerdict.Rejected : StepVerdict.Accepted;
    }

    /// <summary>Sends what is needed and waits.</summary>
    public void Act()
    {
        if (_acted)
            return;
        _acted = true;
        var acting = _asked.Where(a => a.Forecasts.Any(f => f.Need == PairNeed.Act)).ToList();
        var byGroup = acting.Count > 0 && Ask(acting);
        var (after, failed, underway) = (new List<PairClass>(_left), new List<PairClass>(_left), new List<PairClass>(_left));
        foreach (var (one, forecasts) in _asked)
        {
            var success = PairClass.Distinct(forecasts.SelectMany(f => f.Ends));
            var failure = PairClass.Distinct(forecasts.SelectMany(f => f.Failing));
            // A status from before may have been taken for the end of this, or nobody looked.
            var acts = forecasts.Any(f => f.Need == PairNeed.Act);
            var loose = acts ? forecasts.Any(f => f.Need == PairNeed.Act && f.Ends.Contains(f.From)) || (one.Loose && forecasts.Any(f => f.Need is PairNeed.None or PairNeed.Wait)) : one.Loose;
            if (one.Loose && loose)
                (success, failure) = (success.IsEmpty ? success : PairClass.Distinct(success.Concat(one.Ends)), failure.IsEmpty ? failure : PairClass.Distinct(failure.Concat(one.Ends)));
            var way = PairClass.Distinct(forecasts.SelectMany(f => f.Via is { } via ? f.Ends.Prepend(via) : f.Ends).Concat(failure));
            after.Add(one with { Ends = success.IsEmpty ? failure : success, Loose = loose });
            failed.Add(one with { Ends = failure.IsEmpty ? success : failure, Loose = loose });
            underway.Add(one with { Ends = way, Loose = loose });
            var chance = forecasts.All(f => f.Fails == Chance.Yes) ? Chance.Yes : forecasts.Max(f => f.Fails) == Chance.No ? Chance.No : Chance.May;
            if (chance > Fails)
                (Fails, Why) = (chance, forecasts.FirstOrDefault(f => f.Fails != Chance.No && f.Why is not null)?.Why ?? Why);
            _findings.AddRange(OperationFindings.Of(unit, wait is not null, operation, one, forecasts));
        }

        After = standings.Same(_before with { Classes = PairClass.Merge(after) });
        Failed = _before with { Classes = PairClass.Merge(failed) };
        Underway = _before with { Classes = PairClass.Merge(underway) };
        if (Fails == Chance.Yes)
            // The wait of one pair ends the others wherever they are.
            Failed = _asked.Count > 1 ? Underway : Failed;
        if (acting.Count > 0)
        {
            Change = new(unit, operation, byGroup ? [.. _asked.Select(a => a.Class)] : [.. acting.Select(a => a.Class)]);
            Obstacles(acting);
        }

        Verdict = Fails == Chance.Yes ? Verdict == StepVerdict.Rejected ? Verdict : StepVerdict.Fails
            : Fails == Chance.May || _asked.Any(a => a.Forecasts.Any(f => f.Timing is not null)) ? StepVerdict.Uncertain
            : acting.Count == 0 ? StepVerdict.NothingToDo : StepVerdict.Accepted;
    }

    public GroupForecast Forecast() => _forecast ??= Describe();

    private GroupForecast Describe()
    {
        var copying = _asked.Where(a => a.Forecasts.Any(f => f.Need == PairNeed.Act && f.Copy != CopyKind.None)).ToList();
        return unit.Forecast() with
        {
            Start = _before.Start,
            Verdict = Verdict,
            Why = Why ?? (Verdict == StepVerdict.NothingToDo ? "the pairs are where the operation ends; nothing is sent" : null),
            Source = All.Select(f => f.Source).FirstOrDefault(s => s is not null)?.ToString(),
            Before = _before.Standings,
            OnTheWay = Fails == Chance.Yes && Verdict == StepVerdict.Rejected ? [] :
                [.. _asked.Where(a => a.Forecasts.Any(f => f.Via is not null)).Select(a => new PairStanding(a.Class.Pairs.Length, [.. a.Forecasts.Select(f => f.Via).OfType<PairState>()]))],
            After = (Fails == Chance.Yes ? Failed : After).Standings,
            Operation = operation,
            Copy = copying.SelectMany(a => a.Forecasts).Select(f => f.Copy).DefaultIfEmpty().Max(),
            Copying = copying.Sum(a => a.Class.Pairs.Length),
            Warnings = [.. All.Where(f => f.Need == PairNeed.Act).SelectMany(f => f.Warnings).Distinct()],
            Requests = _requests,
            Timing = All.Select(f => f.Timing).FirstOrDefault(t => t is not null),
        };
    }

    /// <summary>Nothing was sent, here or elsewhere.</summary>
    public GroupForecast Refused() => unit.Forecast() with
    {
        Verdict = Unsent == Chance.Yes ? StepVerdict.Rejected : StepVerdict.NotReached,
        Why = Unsent == Chance.Yes ? Why : "nothing is sent, since another copy group of the step refuses",
        Source = All.Where(f => f.Unsent).Select(f => f.Source).FirstOrDefault(s => s is not null)?.ToString(),
        Before = _before.Standings,
        After = _before.Standings,
        Operation = operation,
    };

    private IEnumerable<PairForecast> All => _asked.SelectMany(a => a.Forecasts);

    /// <summary>The pairs that are asked, as they are once that is carried out.</summary>
    public GroupStanding Carried() => _before with
    {
        Classes = [.. _asked.Where(a => a.Forecasts.Any(f => f.Need == PairNeed.Act)).Select(a => a.Class with { Ends = PairClass.Distinct(
            a.Forecasts.SelectMany(f => f.Via is { } via ? f.Ends.Prepend(via) : f.Ends).Where(e => !a.Class.Ends.Contains(e)).DefaultIfEmpty(a.Class.Ends[0])) })],
    };

    /// <summary>Another group of the step stands in its way, or it in that one's; which of them is carried out is open.</summary>
    public void Collide(bool certain, string why)
    {
        (Fails, Why, StopsOthers) = (certain ? Chance.Yes : Chance.May, why, true);
        Verdict = certain ? StepVerdict.Rejected : StepVerdict.Uncertain;
        Failed = Underway.Or(_before);
        _forecast = null;
    }

    private void Unchanged()
    {
        foreach (var (one, forecasts) in _asked)
        {
            for (var i = 0; i < forecasts.Count; i++)
                forecasts[i] = new PairForecast(one.Ends[i], PairNeed.Refused) { Failing = [one.Ends[i]], Why = Why, Unsent = true };
        }
    }
}
