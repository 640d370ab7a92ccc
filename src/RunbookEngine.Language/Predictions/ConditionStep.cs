using System.Collections.Immutable;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Plans;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Waits;
using RunbookEngine.StartStates;

namespace RunbookEngine.Language.Predictions;

/// <summary><c>pair.wait</c> and <c>pair.assert</c>: what they ask of pairs, and whether it is or comes to be so.</summary>
internal sealed class ConditionStep(PlanStartState start)
{
    public StepEffect Predict(PairWorld world, PlanStep step, ImmutableArray<PlannedUnit> units, KnownArguments with)
    {
        var waits = step.Verb == "pair.wait";
        var statuses = waits && step.Wait is { For.Length: > 0 } plan ? plan.For : [.. with.Texts("status")];
        var goal = statuses.Length > 0
            ? WaitWords.For(units[0].Technology, statuses, waits ? step.Wait?.FailOn ?? [.. with.Texts("failOn")] : []) : null;
        var place = new Place(with.Text("pvolAt"), with.Text("readOnlyAt"));
        var asked = string.Join(", ", new[] { goal?.ToString(), place.ToString() }.Where(a => a is { Length: > 0 }));
        var (after, failed, groups, fails, why) = (world, world, new List<GroupForecast>(), Chance.No, (string?)null);
        var keys = new List<GroupKey>();
        var scope = (waits ? step.Wait?.Scope : null) ?? with.Text("scope") ?? "all";
        foreach (var unit in units)
        {
            var standing = world.Find(unit.Key);
            if (standing is null || standing.Exists == Chance.No)
            {
                var gone = $"array {unit.Target.Array} has no copy group {unit.Group.Name} at this point";
                if (waits && goal is { GoneIsEnd: true })
                    continue;
                return StepEffect.Failure(world, gone, new Finding(PredictionCodes.GroupGone, Severity.Error, $"{step.Verb} of {unit.Group.Name}: {gone}"));
            }

            standing = WithNamed(standing, unit);
            var one = waits ? Wait(standing, unit, goal, place) : Assert(standing, unit, goal, place);
            var chance = scope == "all" ? one.Fails : one.Fails == Chance.Yes ? Chance.Yes : Chance.No;
            (fails, why) = chance > fails ? (chance, one.Why) : (fails, why);
            after = after.With(one.After);
            failed = failed.With(one.Failed);
            keys.Add(unit.Key);
            groups.Add(unit.Forecast() with
            {
                Verdict = chance switch { Chance.No => StepVerdict.Holds, Chance.May => StepVerdict.Uncertain, _ => StepVerdict.Fails },
                Why = chance == Chance.No ? null : one.Why,
                Before = standing.Standings,
                After = (chance == Chance.Yes ? one.Failed : one.After).Standings,
                Timing = one.Timing,
            });
        }

        if (scope != "all" && groups.Any(g => g.Verdict == StepVerdict.Holds))
            fails = Chance.No;
        var findings = fails == Chance.No ? new List<Finding>() : [Problem(step, asked, fails, why)];
        var usage = Usage(units, with, findings, step);
        fails = usage > fails ? usage : fails;
        if (fails == Chance.Yes)
            groups = [.. groups.Zip(keys, (g, key) => g with { After = failed.Find(key)!.Standings })];
        return new StepEffect(after, failed, fails switch { Chance.No => StepVerdict.Holds, Chance.May => StepVerdict.Uncertain, _ => StepVerdict.Fails }, fails)
        {
            Why = why ?? (usage != Chance.No ? findings.LastOrDefault()?.Message ?? "the journal usage is judged when it runs" : null),
            Groups = groups,
            Findings = findings,
        };
    }

    private static Finding Problem(PlanStep step, string asked, Chance fails, string? why) => fails == Chance.Yes
        ? new(step.Verb == "pair.wait" ? PredictionCodes.WaitNotMet : PredictionCodes.AssertionFails, Severity.Error, $"{asked} {(step.Verb == "pair.wait" ? "never comes" : "does not hold")}: {why}")
        : new(PredictionCodes.Timing, Severity.Warning, $"whether {asked} is so depends on timing: {why}");

    /// <summary>A pair that the step names and that is not there is judged as one without a status.</summary>
    private static GroupStanding WithNamed(GroupStanding group, PlannedUnit unit) => unit.Pair is null || group.ClassOf(unit.Pair) is not null ? group
        : group with { Classes = group.Classes.Add(new([PairState.None(unit.Technology) with { PvolArray = unit.Target.Array }], [unit.Pair])) };

    private static (GroupStanding After, GroupStanding Failed, Chance Fails, string? Why, string? Timing) Assert(
        GroupStanding group, PlannedUnit unit, WaitGoal? goal, Place place)
    {
        var (fails, why) = (Chance.No, (string?)null);
        var after = new List<PairClass>();
        foreach (var one in group.Classes)
        {
            // A pair that is gone is not listed, so it is not asked about.
            var covered = one.Pairs.Any(unit.Covers) && (!one.IsGone || unit.Pair is not null);
            var met = covered ? one.Ends.Where(e => IsMet(Judge(goal, place, e, e.PvolArray))).ToImmutableArray() : one.Ends;
            var chance = met.Length == one.Ends.Length ? Chance.No : met.Length == 0 ? Chance.Yes : Chance.May;
            if (chance > fails)
                (fails, why) = (chance, $"{one.Pairs.Length} {(one.Pairs.Length == 1 ? "pair" : "pairs")} of {group.Key.Name} {(one.Pairs.Length == 1 ? "is" : "are")} in {one.Standing.Statuses}{At(place, one)}");
            after.Add(one with { Ends = unit.Pair is null && !one.Loose && met.Length > 0 ? met : one.Ends });
        }

        return (group with { Classes = PairClass.Merge(after) }, group, fails, why, null);
    }

    private static (GroupStanding After, GroupStanding Failed, Chance Fails, string? Why, string? Timing) Wait(
        GroupStanding group, PlannedUnit unit, WaitGoal? goal, Place place)
    {
        var (fails, why, timing) = (Chance.No, (string?)null, (string?)null);
        var (after, failed) = (new List<PairClass>(), new List<PairClass>());
        foreach (var one in group.Classes)
        {
            if (!one.Pairs.Any(unit.Covers) || (one.IsGone && unit.Pair is null))
            {
                after.Add(one);
                failed.Add(one);
                continue;
            }

            var waits = one.Ends.Select(e => goal is null ? new WaitForecast([e], [], null, null) : Course.Wait(Course.Of(e), goal, e.PvolArray)).ToList();
            var ends = PairClass.Distinct(waits.SelectMany(w => w.Ends).Where(place.Has));
            var failing = PairClass.Distinct(waits.SelectMany(w => w.Failing).Concat(place.PvolAt is null ? [] : one.Ends.Where(e => e.PvolArray != place.PvolAt))
                .Concat(waits.SelectMany(w => w.Ends).Where(e => place.PvolAt is null && !place.Has(e))));
            var chance = failing.IsEmpty ? Chance.No : ends.IsEmpty ? Chance.Yes : Chance.May;
            if (chance > fails)
                (fails, why) = (chance, waits.Select(w => w.Why).FirstOrDefault(w => w is not null) ?? place.Why(group.Key.Name, one.Ends[0]));
            timing ??= waits.Select(w => w.Timing).FirstOrDefault(t => t is not null);
            after.Add(one with { Ends = one.Loose ? PairClass.Distinct(ends.Concat(one.Ends)) : ends.IsEmpty ? failing : ends });
            // What another pair fails ends the wait of this one wherever it is just then.
            failed.Add(one with { Ends = PairClass.Distinct(failing.Concat(one.Ends.SelectMany(e => Course.Ends(e)))) });
        }

        return (group with { Classes = PairClass.Merge(after) }, group with { Classes = PairClass.Merge(failed) }, fails, why, timing);
    }

    /// <summary>The usage of the journals is known as of the start and moves with what hosts write.</summary>
    private Chance Usage(ImmutableArray<PlannedUnit> units, KnownArguments with, List<Finding> findings, PlanStep step)
    {
        if (with.Find("journalUsageBelow") is null && with.Knows("journalUsageBelow"))
            return Chance.No;
        var below = with.Number("journalUsageBelow");
        var highest = units.SelectMany(u => StartTimes.JournalsOf(start, u)).Select(j => j.UsagePercent).Max();
        if (below is { } limit && highest is { } usage && usage >= limit && step.Verb == "pair.assert")
            findings.Add(new(PredictionCodes.AssertionFails, Severity.Warning, $"a journal is {usage} % full at the start, and below {limit} % is required", "wait until the backlog is delivered"));
        return below is { } wanted && highest is { } now && now < wanted ? Chance.No : Chance.May;
    }

    private static WaitStanding Judge(WaitGoal? goal, Place place, PairState state, string pvolArrayAtStart)
    {
        var status = goal?.Judge(state, pvolArrayAtStart) ?? WaitStanding.Met;
        return place.Has(state) || status is WaitStanding.Failed or WaitStanding.Hopeless ? status : WaitStanding.OnTheWay;
    }

    private static string At(Place place, PairClass pairs) => place.PvolAt is null ? "" : $", P-VOL at {pairs.Ends[0].PvolArray}";

    private static bool IsMet(WaitStanding standing) => standing is WaitStanding.Met or WaitStanding.MetWithWarning;

    /// <summary>Which array must hold the P-VOLs, and on which hosts cannot write.</summary>
    private sealed record Place(string? PvolAt, string? ReadOnlyAt)
    {
        public bool Has(PairState state) => (PvolAt is null || state.PvolArray == PvolAt) && (ReadOnlyAt is null || !state.MayBeWrittenAt(ReadOnlyAt));

        public string Why(string group, PairState state) => PvolAt is not null && state.PvolArray != PvolAt ? $"the P-VOL of {group} is at {state.PvolArray}"
            : $"hosts may write to the volumes of {group} at {ReadOnlyAt} in {state.Statuses}";

        public override string ToString() => string.Join(", ", new[] { PvolAt is null ? null : $"P-VOL at {PvolAt}", ReadOnlyAt is null ? null : $"not writable at {ReadOnlyAt}" }.OfType<string>());
    }
}
