using System.Collections.Immutable;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Plans;
using RunbookEngine.Replication.Groups;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Predictions;

/// <summary>A changing pair verb on its copy groups: all are looked at first, then asked, then waited for.</summary>
internal sealed class OperationStep(PairForecaster forecaster, KnownStandings standings, Neighbours neighbours)
{
    public StepEffect Predict(PairWorld world, PlanStep step, ImmutableArray<PlannedUnit> units, KnownArguments with)
    {
        var operation = VerbWords.Operation(step.Verb, with, units[0].Technology);
        if (OptionTable.Refuse(units[0].Technology, operation) is { } never)
            return StepEffect.Failure(world, never.Why, new Finding(PredictionCodes.Rejected, Severity.Error, $"{step.Verb} is never possible: {never.Why}"));
        var wait = standings.Same(step.Wait);
        var works = units.Select(u => Work(world, wait, u, operation, with)).ToList();
        foreach (var work in works)
            work.Look();
        var refused = works.Where(w => w.Unsent == Chance.Yes).ToList();
        if (refused.Count > 0)
        {
            return new StepEffect(world, world, StepVerdict.Rejected, Chance.Yes)
            {
                Why = refused[0].Why,
                Groups = [.. works.Select(w => w.Refused())],
                Findings = [.. refused.SelectMany(w => w.Findings).Distinct()],
            };
        }

        if (units.Select(u => world.Find(u.Key) is { } group ? TakenByAnother(group, u, operation) : null).FirstOrDefault(w => w is not null) is { } taken)
        {
            return new StepEffect(world, world, StepVerdict.Rejected, Chance.Yes)
            {
                Why = taken,
                AsksPerson = true,
                Groups = [.. works.Select(w => w.Refused())],
            };
        }

        foreach (var work in works)
            work.Act();
        var collisions = new SideBySide(neighbours, world, operation).Check(works).ToList();
        var fails = works.Max(w => w.Fails);
        // What fails one group ends the wait of the others wherever they are just then.
        var loose = fails != Chance.No && works.Count > 1;
        var after = world.With(works.Select(w => w.After));
        var stopped = works.Any(w => w.StopsOthers);
        var failed = world.With(works.Select(w => !loose ? w.Failed : stopped ? w.Failed.Or(w.Underway).Or(w.Before) : w.Failed.Or(w.Underway)));

        failed = works.Any(w => w.Unsent == Chance.May) ? failed.Or(world) : failed;
        return new StepEffect(after, failed, Verdict(works, fails), fails)
        {
            Why = works.FirstOrDefault(w => w.Fails == fails && w.Why is not null)?.Why,
            Groups = [.. works.Select(w => fails == Chance.Yes ? w.Forecast() with { After = failed.Find(w.Key)?.Standings ?? [] } : w.Forecast())],
            Changes = [.. works.Where(w => w.Change is not null).Select(w => w.Change!)],
            Findings = [.. works.SelectMany(w => w.Findings).Concat(collisions).Distinct()],
        };
    }

    /// <summary>S-VOLs that were taken over when the plan began, and that no step before this one has touched.</summary>
    private static string? TakenByAnother(GroupStanding group, PlannedUnit unit, PairOperation operation)
    {
        if (!operation.MeetsOtherTakeovers(unit.Technology))
            return null;
        var untouched = group.Classes.All(c => c.Ends.All(e => c.Pairs.All(pair => group.Start.Pairs.Any(
            p => p.Name == pair && p.PvolStatus == e.P.ToString() && p.SvolStatus == e.S.ToString()))));
        var taken = group.Classes.Where(c => c.Ends.Any(e => e.S == PairStatus.SSWS)).SelectMany(c => c.Pairs).Count(unit.Covers);
        return untouched && taken > 0
            ? $"{taken} S-VOLs of {unit.Name} are taken over (SSWS) already, and not by this run: a person is asked before anything is sent"
            : null;
    }

    /// <summary>Which copy groups it is about is not known: each may be changed or left alone.</summary>
    public StepEffect PredictAnyOf(PairWorld world, PlanStep step, ImmutableArray<PlannedUnit> units, KnownArguments with, string why)
    {
        var after = world;
        var (groups, changes) = (new List<GroupForecast>(), new List<Change>());
        foreach (var unit in units.Where(u => OptionTable.Refuse(u.Technology, VerbWords.Operation(step.Verb, with, u.Technology)) is null))
        {
            var one = Predict(world, step, [unit], with);
            after = after.Or(one.Fails == Chance.Yes ? one.Failed : one.World);
            groups.AddRange(one.Groups.Select(g => g with { Verdict = StepVerdict.Uncertain, Timing = why }));
            changes.AddRange(one.Changes);
        }

        return new StepEffect(after, after, StepVerdict.Uncertain, Chance.May) { Why = why, Groups = groups, Changes = changes };
    }

    /// <summary>What shares volumes depends on more than the group itself, and new pairs on the arguments.</summary>
    private OperationUnitWork Work(PairWorld world, WaitPlan? wait, PlannedUnit unit, PairOperation operation, KnownArguments with)
    {
        OperationUnitWork Begin() => new(forecaster, standings, neighbours, world, wait, unit, operation, with);
        return operation.Action != PairAction.Create && !neighbours.Shares(unit.Key) && world.Find(unit.Key) is { } before
            ? standings.Work(before, unit, operation, wait, Begin) : Begin();
    }

    private static StepVerdict Verdict(List<OperationUnitWork> works, Chance fails) =>
        fails == Chance.Yes ? works.Any(w => w.Verdict == StepVerdict.Rejected) ? StepVerdict.Rejected : StepVerdict.Fails
        : fails == Chance.May || works.Any(w => w.Verdict == StepVerdict.Uncertain) ? StepVerdict.Uncertain
        : works.All(w => w.Verdict == StepVerdict.NothingToDo) ? StepVerdict.NothingToDo
        : StepVerdict.Accepted;
}
