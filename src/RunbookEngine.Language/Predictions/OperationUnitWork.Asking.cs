using System.Collections.Immutable;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Replication.Groups;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Predictions;

/// <summary>Which pairs of the group are asked for what, and what stands in the way.</summary>
internal sealed partial class OperationUnitWork
{
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
        : StatusModel.SideOf(state, operation) == PairSide.Svol ? state.SvolArray : state.PvolArray;

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
}
