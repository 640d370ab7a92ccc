using System.Collections.Immutable;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Plans;
using RunbookEngine.Replication.Groups;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Predictions;

/// <summary>One copy group of a changing pair verb. Looking and acting a second time change nothing: equal questions share the answer.</summary>
internal sealed class OperationUnitWork(
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

    private void Divide(bool creates)
    {
        if (creates)
        {
            var pairs = VerbWords.NewPairs(with).Select(p => p.Name).ToList();
            _left.AddRange(_before.Classes.Select(c => c with { Pairs = c.Pairs.RemoveAll(pairs.Contains) }));
            foreach (var group in pairs.GroupBy(p => _before.ClassOf(p)))
                Add(group.Key is { } known ? known with { Pairs = [.. group] } : new PairClass([Absent()], [.. group]));
            return;
        }

        foreach (var one in _before.Classes)
        {
            ImmutableArray<string> covered = unit.Pair is null ? one.Pairs : one.Pairs.Contains(unit.Pair) ? [unit.Pair] : [];
            if (covered.Length < one.Pairs.Length)
                _left.Add(one with { Pairs = one.Pairs.RemoveRange(covered) });
            if (covered.Length == 0)
                continue;
            if (one.IsGone && unit.Pair is null)
                // A pair that is gone is not listed, so nothing is asked of it.
                _left.Add(one);
            else
                Add(one with { Pairs = covered });
        }

        if (unit.Pair is { } missing && _asked.Count == 0)
            Add(new PairClass([Absent()], [missing]));
    }

    private void Add(PairClass one) => _asked.Add((one, [.. one.Ends.Select(e => e.IsSimplex && unit.Pair is null && operation.Action != PairAction.Create
        ? new PairForecast(e, PairNeed.None) { Ends = [e] }
        : forecaster.Of(e, operation, wait))]));

    private PairState Absent() => PairState.None(unit.Technology) with
    {
        PvolArray = unit.Technology.IsRemote() ? unit.Target.Array : "",
        SvolArray = unit.Technology.IsRemote() ? unit.Target.RemoteArray ?? "" : "",
    };

    /// <returns>True when the request goes by copy group.</returns>
    private bool Ask(List<(PairClass Class, List<PairForecast> Forecasts)> acting)
    {
        if (operation.Action == PairAction.Create)
        {
            var arguments = with.ToJson();
            _requests = [.. acting.SelectMany(a => a.Class.Pairs).Select(p => new PlannedRequest(unit.Target.Array, unit.Group.Name, p, operation, arguments))];
            return false;
        }

        var others = _asked.Where(a => !acting.Contains(a)).ToList();
        var listed = others.Select(a => a.Class).Concat(_left.Where(l => !l.IsGone)).ToList();
        var groupMay = UnitRules.Refuse(unit.Technology, operation, OperationUnit.Group) is null;
        var pairMay = UnitRules.Refuse(unit.Technology, operation, OperationUnit.Pair) is null;
        var spared = listed.All(c => c.Ends.All(e => e.IsSimplex || StatusModel.Predict(e, operation) is Prediction.NothingHappens));
        var oneWay = acting.Select(a => a.Class).Concat(listed).SelectMany(c => c.Ends).Where(e => !e.IsSimplex).Select(e => e.PvolArray).Distinct().Count() <= 1;
        var byGroup = groupMay && unit.Pair is null && ((spared && oneWay) || !pairMay);
        var holders = acting.Select(a => (a.Class, Addressee(a.Class.Ends[0]))).ToList();
        if (!byGroup)
        {
            _requests = [.. holders.SelectMany(h => h.Class.Pairs.Select(p => new PlannedRequest(h.Item2, unit.Group.Name, p, operation)))];
            return false;
        }

        foreach (var (one, forecasts) in others)
        {
            for (var i = 0; i < forecasts.Count; i++)
                forecasts[i] = one.Ends[i].IsSimplex ? forecasts[i] : forecaster.Swept(one.Ends[i], operation, wait);
        }

        if (operation is { Action: PairAction.Takeover, TakeoverMode: not TakeoverMode.ForceSplit })
            AllOrNone();
        var addressees = _asked.Where(a => !a.Class.IsGone).Select(a => Addressee(a.Class.Ends[0])).Distinct().ToList();
        if (addressees.Count > 1)
        {
            (Fails, Verdict, StopsOthers, Why) = (Chance.Yes, StepVerdict.Rejected, true, $"{string.Join(" and ", addressees)} both hold {(operation.Side == PairSide.Svol ? "S" : "P")}-VOLs of {unit.Group.Name}: no array takes a request for all of it");
            _findings.Add(new(PredictionCodes.Rejected, Severity.Error, Why, "operate its pairs one by one, or bring them into one direction first"));
            Unchanged();
            return true;
        }

        _requests = [new PlannedRequest(addressees[0], unit.Group.Name, null, operation)];
        return true;
    }

    /// <summary>A takeover of a group exchanges the roles where it can. What it makes of a group in which only some pairs can is not written anywhere.</summary>
    private void AllOrNone()
    {
        var swaps = _asked.SelectMany(a => a.Forecasts).Where(f => f.Need == PairNeed.Act).Select(f => f.Ends.Any(e => e.PvolArray != f.From.PvolArray)).Distinct();
        if (swaps.Count() < 2)
            return;
        foreach (var (_, forecasts) in _asked)
        {
            for (var i = 0; i < forecasts.Count; i++)
            {
                if (forecasts[i].Need == PairNeed.Act)
                {
                    var forced = forecaster.Of(forecasts[i].From, operation with { TakeoverMode = TakeoverMode.ForceSplit }, wait);
                    forecasts[i] = forecasts[i] with
                    {
                        Ends = PairClass.Distinct(forecasts[i].Ends.Concat(forced.Ends)),
                        Timing = "the pairs of the group stand differently, and whether those that could exchange their roles do is left open",
                    };
                }
            }
        }
    }

    private string Addressee(PairState state) => !unit.Technology.IsRemote() ? unit.Target.Array
        : operation.Side == PairSide.Svol ? state.SvolArray : state.PvolArray;

    /// <summary>Other pairs on the same volumes.</summary>
    private void Obstacles(List<(PairClass Class, List<PairForecast> Forecasts)> acting)
    {
        var found = acting.SelectMany(a => neighbours.Check(world, unit.Key, a.Class, operation)).ToList();
        if (found.Count == 0 || Fails == Chance.Yes)
            return;
        var certain = found.Any(f => f.Certain);
        var first = found.FirstOrDefault(f => f.Certain) is { Pair: not null } sure ? sure : found[0];
        Why = first.Conflict.Why;
        _findings.Add(new(PredictionCodes.SharedVolume, certain ? Severity.Error : Severity.Warning,
            $"{VerbWords.Word(operation)} of {unit.Group.Name}/{first.Pair} {(certain ? "is" : "may be")} refused: {first.Conflict.Why}", $"bring {first.Conflict.With.Name} into a fitting status first; {first.Conflict.Source}"));
        // A group's job that is refused at one member has changed those before it.
        var all = found.Where(f => f.Certain).Select(f => f.Pair).ToHashSet();
        Failed = acting.Sum(a => a.Class.Pairs.Length) == all.Count ? _before : Underway.Or(_before);
        (Fails, Verdict, StopsOthers) = certain ? (Chance.Yes, StepVerdict.Rejected, true) : (Chance.May, Verdict, true);
    }

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
