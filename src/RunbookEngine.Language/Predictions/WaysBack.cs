using RunbookEngine.Plans;

namespace RunbookEngine.Language.Predictions;

/// <summary>The rollback from every step. Where the undo of a step leads back to what was before it, the rest of the way is that of the
/// step before, so the ways of a thousand steps cost little more than one.</summary>
internal sealed class WaysBack(StepUndo undos)
{
    /// <summary>Undos that are worked out for ways that leave the common track; beyond it the common track stands in.</summary>
    private const int MostDetours = 20_000;

    private int _detours;

    /// <summary>The ways of all visits of the section, in their order; null for what is not part of a rollback.</summary>
    public (IReadOnlyList<WayBack?> Ways, IReadOnlyList<(int Visit, Finding Finding)> Findings) All(IReadOnlyList<Visit> visits)
    {
        var (ways, found) = (new List<WayBack?>(), new List<(int, Finding)>());
        WayBack? last = null;
        for (var i = 0; i < visits.Count; i++)
        {
            var visit = visits[i];
            if (!visit.IsMet || visit.TakenBack)
            {
                ways.Add(null);
                continue;
            }

            if (visit.Step.Step.Pivot)
            {
                last = new WayBack(null, null) { StopsAtPivot = true };
                ways.Add(last);
                continue;
            }

            if (visit.Step.Verdict == StepVerdict.Container || (visit.Changes.Count == 0 && visit.Step.Step.Rollback.Kind != RollbackKind.Steps && VolumeStep.TakesBack(visit.Step.Step) is null))
            {
                ways.Add(last);
                continue;
            }

            var (world, undo, findings) = undos.Of(visit, visit.After);
            found.AddRange(findings.Select(f => (i, f)));
            last = undo.IsNothing ? last
                : Rejoins(visit, world) || last is null || _detours >= MostDetours ? new WayBack(undo, last, Abreast(visit, last)) { StopsAtPivot = last?.StopsAtPivot ?? false }
                : new WayBack(undo, Detour(visits, i - 1, world, last));
            ways.Add(last);
        }

        return (ways, found);
    }

    /// <summary>Takes everything back from here.</summary>
    /// <returns>The pairs afterwards, and whether every undo could be done.</returns>
    public (PairWorld World, Chance Works) Carry(IReadOnlyList<Visit> visits, PairWorld world)
    {
        var (works, stands) = (Chance.Yes, new List<PairWorld>());
        for (var i = visits.Count - 1; i >= 0; i--)
        {
            if (!visits[i].IsMet || visits[i].TakenBack)
                continue;
            var (after, undo, _) = undos.Of(visits[i], world);
            world = after;
            var deliberate = visits[i].Step.Step.Rollback.Kind == RollbackKind.None;
            var fails = deliberate || undo.IsNothing ? Chance.Yes : visits[i].Step.Step.Rollback.Kind == RollbackKind.Steps && undo.Fails != Chance.Yes ? undo.Fails == Chance.No ? Chance.Yes : Chance.May : undo.LeadsBack;
            works = fails < works ? fails : works;
            if (fails == Chance.No)
                return (stands.Aggregate(Beside(visits, i, world), (all, one) => all.Or(one)), works);
            // The rollback may end here already, with what is before it left as it is.
            if (fails == Chance.May)
                stands.Add(Beside(visits, i, world));
        }

        return (stands.Aggregate(world, (all, one) => all.Or(one)), works);
    }

    /// <summary>What could not be taken back keeps what is before it from being taken back, but not what is beside it.</summary>
    private PairWorld Beside(IReadOnlyList<Visit> visits, int failed, PairWorld world)
    {
        var (anywhere, undone) = (world, world);
        for (var i = failed - 1; i >= 0 && (visits[failed].Step.Depth > 0 || visits[failed].Step.Key.Iteration is { Length: > 0 }); i--)
        {
            if (visits[i].Step is { Depth: 0, Key.Iteration: not { Length: > 0 } })
                break;
            if (!visits[i].IsMet || visits[i].TakenBack)
                continue;
            undone = undos.Of(visits[i], undone).World;
            anywhere = anywhere.Or(undone);
        }

        return anywhere;
    }

    private WayBack? Detour(IReadOnlyList<Visit> visits, int from, PairWorld world, WayBack common)
    {
        var way = new List<UndoForecast>();
        var pivot = false;
        for (var j = from; j >= 0 && !pivot; j--)
        {
            var visit = visits[j];
            if (!visit.IsMet || visit.TakenBack)
                continue;
            pivot = visit.Step.Step.Pivot;
            if (pivot || (visit.Changes.Count == 0 && visit.Step.Step.Rollback.Kind != RollbackKind.Steps && VolumeStep.TakesBack(visit.Step.Step) is null))
                continue;
            if (_detours++ >= MostDetours)
                return common;
            var (after, undo, _) = undos.Of(visit, world);
            world = after;
            way.Add(undo);
        }

        WayBack? chain = pivot ? new WayBack(null, null) { StopsAtPivot = true } : null;
        foreach (var undo in Enumerable.Reverse(way))
            chain = new WayBack(undo, chain);
        return chain;
    }

    private static bool Abreast(Visit visit, WayBack? last) => visit.Step.Key.Iteration is { Length: > 0 } && last?.First is { } before
        && before.Step.StartsWith(visit.Step.Name[..(visit.Step.Name.LastIndexOf('[') + 1)], StringComparison.Ordinal) && visit.Around.Parallel > 1;

    private static bool Rejoins(Visit visit, PairWorld world) =>
        visit.Changes.All(c => visit.Before.Find(c.Unit.Key) is not { } before || (world.Find(c.Unit.Key) is { } now && StepUndo.SameLook(before, now)));
}
