using System.Collections.Immutable;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Plans;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Replication.Waits;
using RunbookEngine.StartStates;

namespace RunbookEngine.Language.Predictions;

/// <summary><c>pair.wait</c> and <c>pair.assert</c>: what they ask of pairs, and whether it is or comes to be so.</summary>
internal sealed class ConditionStep(PlanStartState start)
{
    private static readonly string[] Judged = ["journalBacklogBelow", "journalStatus", "remotePaths", "quorum"];

    public StepEffect Predict(PairWorld world, PlanStep step, ImmutableArray<PlannedUnit> units, KnownArguments with)
    {
        var waits = step.Verb == "pair.wait";
        var statuses = waits && step.Wait is { For.Length: > 0 } plan ? plan.For : [.. with.Texts("status")];
        var goal = statuses.Length > 0
            ? WaitWords.For(units[0].Technology, statuses, waits ? step.Wait?.FailOn ?? [.. with.Texts("failOn")] : []) : null;
        var demand = PairDemand.Of(with, goal);
        var asked = demand.ToString();
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
            var one = waits ? Wait(standing, unit, demand) : Assert(standing, unit, demand);
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
            Why = why ?? (usage != Chance.No ? findings.LastOrDefault()?.Message ?? (Judged.Any(name => with.Find(name) is not null) ? "it is judged when it runs" : "the journal usage is judged when it runs") : null),
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
        GroupStanding group, PlannedUnit unit, PairDemand demand)
    {
        var (fails, why) = (Chance.No, (string?)null);
        var after = new List<PairClass>();
        foreach (var one in group.Classes)
        {
            // A pair that is gone is not listed, so it is not asked about.
            var covered = one.Pairs.Any(unit.Covers) && (!one.IsGone || unit.Pair is not null);
            var met = covered ? one.Ends.Where(e => IsMet(Judge(demand, e, e.PvolArray))).ToImmutableArray() : one.Ends;
            var chance = met.Length == 0 ? Chance.Yes : met.Length < one.Ends.Length || covered && met.Any(e => demand.IsThere(e) is null) ? Chance.May : Chance.No;
            if (chance > fails)
                (fails, why) = (chance, $"{one.Pairs.Length} {(one.Pairs.Length == 1 ? "pair" : "pairs")} of {group.Key.Name} {(one.Pairs.Length == 1 ? "is" : "are")} in {one.Standing.Statuses}{At(demand, one)}");
            after.Add(one with { Ends = unit.Pair is null && !one.Loose && met.Length > 0 ? met : one.Ends });
        }

        return (group with { Classes = PairClass.Merge(after) }, group, fails, why, null);
    }

    private static (GroupStanding After, GroupStanding Failed, Chance Fails, string? Why, string? Timing) Wait(
        GroupStanding group, PlannedUnit unit, PairDemand demand)
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

            var waits = one.Ends.Select(e => demand.Goal is not { } goal ? new WaitForecast([e], [], null, null) : Course.Wait(Course.Of(e), goal, e.PvolArray)).ToList();
            var ends = PairClass.Distinct(waits.SelectMany(w => w.Ends).Where(e => demand.IsThere(e) != false));
            var failing = PairClass.Distinct(waits.SelectMany(w => w.Failing).Concat(demand.PvolAt is null ? [] : one.Ends.Where(e => e.PvolArray != demand.PvolAt))
                .Concat(waits.SelectMany(w => w.Ends).Where(e => (demand.PvolAt is null || e.PvolArray == demand.PvolAt) && demand.IsThere(e) == false)));
            var chance = failing.IsEmpty && !ends.Any(e => demand.IsThere(e) is null) ? Chance.No : ends.IsEmpty ? Chance.Yes : Chance.May;
            if (chance > fails)
                (fails, why) = (chance, waits.Select(w => w.Why).FirstOrDefault(w => w is not null) ?? demand.Why(group.Key.Name, one.Ends[0]));
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
        // Q-counts, journal statuses, paths and quorum disks are not in the start state: they are judged when the step runs.
        if (Judged.Any(name => with.Find(name) is not null || !with.Knows(name)))
            return Chance.May;
        if (with.Find("journalUsageBelow") is null && with.Knows("journalUsageBelow"))
            return Chance.No;
        var below = with.Number("journalUsageBelow");
        var highest = units.SelectMany(u => StartTimes.JournalsOf(start, u)).Select(j => j.UsagePercent).Max();
        if (below is { } limit && highest is { } usage && usage >= limit && step.Verb == "pair.assert")
            findings.Add(new(PredictionCodes.AssertionFails, Severity.Warning, $"a journal is {usage} % full at the start, and below {limit} % is required", "wait until the backlog is delivered"));
        return below is { } wanted && highest is { } now && now < wanted ? Chance.No : Chance.May;
    }

    private static WaitStanding Judge(PairDemand demand, PairState state, string pvolArrayAtStart)
    {
        var status = demand.Goal?.Judge(state, pvolArrayAtStart) ?? WaitStanding.Met;
        return demand.IsThere(state) != false || status is WaitStanding.Failed or WaitStanding.Hopeless ? status : WaitStanding.OnTheWay;
    }

    private static string At(PairDemand demand, PairClass pairs) => (demand.PvolAt is null ? "" : $", P-VOL at {pairs.Ends[0].PvolArray}")
        + ((demand.PvolMode, demand.SvolMode) is (null, null) ? "" : $", I/O mode {pairs.Ends[0].PvolIoMode?.Word() ?? "?"}/{pairs.Ends[0].SvolIoMode?.Word() ?? "?"}");

    private static bool IsMet(WaitStanding standing) => standing is WaitStanding.Met or WaitStanding.MetWithWarning;
}
