using RunbookEngine.Journal;
using RunbookEngine.Rehearsal.Faults;
using RunbookEngine.Runs;

namespace RunbookEngine.Rehearsal.Cases;

/// <summary>Which cases there are, told from what was seen in the plain run and in the runs that failed.</summary>
internal static class CasePlanner
{
    private static readonly WireTrouble[] OnTheWire = [WireTrouble.LostBefore, WireTrouble.LostAfter, WireTrouble.Cut, WireTrouble.Busy];

    /// <summary>Every step refused and failing half-way, every message lost, a crash around every append.</summary>
    public static IReadOnlyList<RehearsalCase> First(CaseRecord plain) =>
        [.. Steps(plain), .. Requests(plain, 0, RehearsalCase.Plain, CaseKind.Request), .. Crashes(plain, 0, RehearsalCase.Plain, CaseKind.Crash)];

    /// <summary>Failed cases that between them take back every step, with every request, that any of them takes back; few are preferred.</summary>
    public static IReadOnlyList<CaseRecord> RollbacksWorthInterrupting(IReadOnlyList<CaseRecord> failed)
    {
        var chosen = new List<CaseRecord>();
        var covered = new HashSet<string>();
        foreach (var record in failed.Where(r => r.Case.Kind is CaseKind.Refused).OrderByDescending(r => Undone(r).Count).ThenBy(r => r.Case.Id, StringComparer.Ordinal))
        {
            if (Undone(record).Except(covered).Any())
            {
                chosen.Add(record);
                covered.UnionWith(Undone(record));
            }
        }

        return chosen;
    }

    /// <summary>Every undo of a rolled-back case interrupted, with messages lost, and failing once.</summary>
    public static IReadOnlyList<RehearsalCase> Undos(CaseRecord rolledBack)
    {
        if (rolledBack.Appends.FirstOrDefault(a => a.Events.Any(e => e is RollbackStarted)) is not { } start)
            return [];
        return
        [
            .. Crashes(rolledBack, start.Number - 1, rolledBack.Case, CaseKind.UndoCrash),
            .. Requests(rolledBack, start.RequestsBefore, rolledBack.Case, CaseKind.UndoRequest),
            .. FailingOnce(rolledBack),
        ];
    }

    private static IEnumerable<RehearsalCase> Steps(CaseRecord plain)
    {
        foreach (var seen in plain.Spots.Where(s => !s.Spot.IsTakingBack))
        {
            if (seen.Parts == 0 || seen.Step.Verb is "approve" or "manual")
            {
                yield return Case(CaseKind.Refused, seen, 0, StepTrouble.Refused);
                if (seen.Step.Verb is "approve" or "manual")
                    yield return Case(CaseKind.HalfWay, seen, 0, StepTrouble.HalfWay);
            }

            for (var part = 1; part <= seen.Parts; part++)
            {
                yield return Case(CaseKind.Refused, seen, part, StepTrouble.Refused);
                yield return Case(CaseKind.HalfWay, seen, part, StepTrouble.HalfWay);
                if (IsPairVerb(seen))
                    yield return Case(CaseKind.HalfWay, seen, part, StepTrouble.PairSuspended);
            }
        }
    }

    private static RehearsalCase Case(CaseKind kind, SpotSeen seen, int part, StepTrouble trouble) =>
        RehearsalCase.Plain.With(kind, new Fault.AtStep(seen.Spot, part, trouble, Once: false));

    private static IEnumerable<RehearsalCase> FailingOnce(CaseRecord rolledBack)
    {
        foreach (var seen in rolledBack.Spots.Where(s => s.Spot.IsTakingBack))
        {
            if (seen.Parts == 0)
                yield return Once(rolledBack, seen, 0, StepTrouble.Refused);
            for (var part = 1; part <= seen.Parts; part++)
            {
                yield return Once(rolledBack, seen, part, StepTrouble.Refused);
                yield return Once(rolledBack, seen, part, StepTrouble.HalfWay);
            }
        }
    }

    private static RehearsalCase Once(CaseRecord rolledBack, SpotSeen seen, int part, StepTrouble trouble) =>
        rolledBack.Case.With(CaseKind.UndoFails, new Fault.AtStep(seen.Spot, part, trouble, Once: true));

    private static IEnumerable<RehearsalCase> Requests(CaseRecord record, int after, RehearsalCase start, CaseKind kind) =>
        from request in record.Requests
        where request.Number > after
        from trouble in OnTheWire
        select start.With(kind, new Fault.OnTheWire(request.Number, trouble));

    private static IEnumerable<RehearsalCase> Crashes(CaseRecord record, int after, RehearsalCase start, CaseKind kind) =>
        from append in record.Appends
        where append.Number > after
        from before in (bool[])[false, true]
        where !(append.Number == 1 && before)
        select start.With(kind, new Fault.Crash(append.Number, append.LastEvent, before));

    private static IReadOnlyCollection<string> Undone(CaseRecord record) =>
        record.History.Where(h => h.Event is UndoStarted).Select(h => $"{record.NameOf(h.Run)}{((UndoStarted)h.Event).Step}")
            .Concat(record.Spots.Where(s => s.Spot.IsTakingBack).SelectMany(s => Enumerable.Range(0, s.Parts + 1).Select(part => $"{s.Spot}#{part}")))
            .ToHashSet();

    private static bool IsPairVerb(SpotSeen seen) => seen.Step.Verb.StartsWith("pair.", StringComparison.Ordinal);
}
