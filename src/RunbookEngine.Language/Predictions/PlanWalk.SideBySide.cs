using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Language.Predictions;

/// <summary>Parts of a plan that run side by side: branches, and rounds of a loop.</summary>
internal sealed partial class PlanWalk
{
    private Flow Branches(PlanStep step, PairWorld world, Around around)
    {
        Note(step, around.KeyOf(step), world, around, StepEffect.None(world, StepVerdict.Container), TimeSpread.Nothing);
        var inside = around.Inside(step);
        if (step.Branches is [var only])
            return Ended(step, Sequence(only.Steps, world, inside), around);
        var (flows, after, first) = (new List<(Flow Flow, PairWorld From)>(), world, visits.Count);
        List<Func<PlanWalk, PairWorld, Flow>> parts = [.. step.Branches.Select(b => (Func<PlanWalk, PairWorld, Flow>)((walk, start) => walk.Sequence(b.Steps, start, inside)))];
        var races = Races.Of(tools.Neighbours, Scratch, world, parts);
        for (var i = 0; i < parts.Count; i++)
        {
            var from = races?.From(i, after) ?? after;
            var flow = parts[i](this, from);
            flows.Add((flow, from));
            after = races?.After(after, from, flow) ?? (flow.Fails == Chance.Yes ? flow.Failed : flow.World);
        }

        var time = flows.Select(f => f.Flow.Time).Aggregate(TimeSpread.Nothing, (a, b) => a.Beside(b));
        var together = Together(world, flows, time, after);
        return Ended(step, together.Fails == Chance.Yes ? Loose(world, together, flows.First(f => f.Flow.Fails == Chance.Yes), first) : together, around);
    }

    /// <summary>Once one branch fails, how far the others get is a matter of moments.</summary>
    private Flow Loose(PairWorld before, Flow together, (Flow Flow, PairWorld From) failing, int first)
    {
        var anywhere = before;
        for (var i = first; i < visits.Count; i++)
        {
            anywhere = visits[i].Step.Verdict == StepVerdict.NotReached ? anywhere : anywhere.Or(visits[i].After);
        }

        PerhapsFrom(first, all: true);

        anywhere = Overlay(failing.From, anywhere, failing.Flow.Failed);
        return together with { World = anywhere, Failed = anywhere };
    }

    /// <summary>What runs beside a step that fails may be ended, or never begin.</summary>
    /// <param name="all">Changing steps too; else only those that read, which end at once.</param>
    private void PerhapsFrom(int first, bool all)
    {
        for (var i = first; i < visits.Count; i++)
        {
            var step = visits[i].Step;
            if (step is { Fails: not Chance.Yes, Runs: Chance.Yes } && (all || step.Step.Rollback.Kind == RollbackKind.NotNeeded))
                visits[i] = visits[i] with { Step = step with { Runs = Chance.May } };
        }
    }

    /// <summary>A walk of the same plan on trial.</summary>
    private PlanWalk Scratch(List<Visit> met) => new(plan, tools, met, path, baseDepth);

    private Flow Rounds(PlanStep step, ForEachPlan loop, PairWorld world, Around around)
    {
        var once = step with { ForEach = null };
        var key = around.KeyOf(step);
        if (_values.Items(loop.Items, key, around.Variables) is not { } rounds)
        {
            var unknown = around.In(loop, new Iteration("?", default), known: false) with { Runs = Chance.May, Why = "the list is only known when it runs" };
            var flow = Conditional(once, world, unknown);
            _values.Ended(key, null);
            return flow with { World = world.Or(flow.World), Fails = flow.Fails == Chance.No ? Chance.No : Chance.May };
        }

        var (flows, after, first) = (new List<(Flow Flow, PairWorld From)>(), world, visits.Count);
        var failures = 0;
        List<Around> insides = [.. rounds.Select(r => around.In(loop, r, known: true))];
        var races = loop.MaxParallel == 1 ? null
            : Races.Of(tools.Neighbours, Scratch, world, [.. insides.Select(inside => (Func<PlanWalk, PairWorld, Flow>)((walk, start) => walk.Conditional(once, start, inside)))]);
        for (var i = 0; i < insides.Count; i++)
        {
            var inside = insides[i];
            if (failures >= loop.StopAfterFailures && (loop.MaxParallel == 1 || step.IsContainer || flows.Count >= loop.MaxParallel))
            {
                // Its turn may have come before the failure was noticed.
                if (loop.MaxParallel == 1)
                {
                    Unreached(once, inside);
                    continue;
                }

                var late = Conditional(once, after, inside with { Runs = Chance.May, Why = "another iteration fails at about the same time" });
                after = after.Or(late.World).Or(late.Failed);
                continue;
            }

            var from = races?.From(i, after) ?? after;
            var flow = Conditional(once, from, inside);
            flows.Add((flow, from));
            failures += flow.Fails == Chance.Yes ? 1 : 0;
            // One that may fail does not end a loop that bears failures.
            after = races?.After(after, from, flow)
                ?? (flow.Fails == Chance.Yes ? flow.Failed : flow.Fails == Chance.May && loop.StopAfterFailures > 1 ? flow.World.Or(flow.Failed) : flow.World);
        }

        var time = WalkTools.Side(flows.Select(f => f.Flow.Time).ToList(), loop.MaxParallel);
        if (failures >= loop.StopAfterFailures && loop.MaxParallel > 1)
        {
            after = step.IsContainer ? world.Or(after) : after;
            PerhapsFrom(first, step.IsContainer);
        }

        var all = Together(world, flows, time, after);
        // Fewer failures than the limit let all rounds run, and the loop fails at its end.
        _values.Ended(key, all.Fails == Chance.No ? StepStatus.Succeeded : null);
        return all with { Policy = all.AsksPerson ? FailurePolicy.Hold : step.OnFailure ?? around.Policy };
    }

    /// <summary>Parts side by side that touch different pairs: each leaves its own mark.</summary>
    /// <param name="after">When each has come to its end.</param>
    private static Flow Together(PairWorld before, List<(Flow Flow, PairWorld From)> flows, TimeSpread time, PairWorld after)
    {
        var fails = flows.Select(f => f.Flow.Fails).DefaultIfEmpty().Max();
        var failed = after;
        foreach (var (flow, from) in flows.Where(f => f.Flow.Fails == Chance.May))
            failed = failed.Or(Overlay(from, after, flow.Failed));
        // Where the others are when one fails is not known.
        failed = flows.Count > 1 && fails == Chance.May ? failed.Or(before) : failed;
        return new Flow(after, failed, fails, time)
        {
            Policy = flows.FirstOrDefault(f => f.Flow.Fails == fails).Flow?.Policy ?? FailurePolicy.Rollback,
            AsksPerson = flows.Any(f => f.Flow.AsksPerson),
        };
    }

    private static PairWorld Overlay(PairWorld before, PairWorld onto, PairWorld changed) => new(onto.Groups.SetItems(
        changed.Groups.Where(g => !ReferenceEquals(before.Groups.GetValueOrDefault(g.Key), g.Value))));
}
