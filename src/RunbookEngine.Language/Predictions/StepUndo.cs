using System.Runtime.CompilerServices;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Plans;
using RunbookEngine.Replication.Groups;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Undo;

namespace RunbookEngine.Language.Predictions;

/// <summary>Takes one step back, from wherever the pairs are.</summary>
internal sealed class StepUndo(StartTimes times, KnownStandings standings)
{
    private readonly Dictionary<(PairState, PairOperation, PairState), PairUndo> _known = [];
    private readonly Dictionary<Question, UndoPart> _parts = [];

    public (PairWorld World, UndoForecast Undo, IReadOnlyList<Finding> Findings) Of(Visit visit, PairWorld world)
    {
        var name = visit.Step.Name;
        switch (visit.Step.Step.Rollback.Kind)
        {
            case RollbackKind.Steps:
                return Steps(visit, world);
            case RollbackKind.Auto when visit.Changes.Count > 0:
                return Auto(visit, world);
            case RollbackKind.Auto when VolumeStep.TakesBack(visit.Step.Step) is { } does:
                return (world, new UndoForecast(name, does, Chance.Yes), []);
            case RollbackKind.None when visit.Changes.Count > 0:
                return (world, new UndoForecast(name, "is left as it is", Chance.No) { Why = visit.Step.Step.Rollback.Reason }, []);
            default:
                return (world, new UndoForecast(name, "nothing to take back", Chance.Yes) { IsNothing = true }, []);
        }
    }

    private (PairWorld, UndoForecast, IReadOnlyList<Finding>) Steps(Visit visit, PairWorld world)
    {
        var (flow, met) = visit.Walk.Undo(visit.Step.Step.Rollback.Steps, world, visit.Around);
        var after = flow.Fails == Chance.Yes ? flow.Failed : flow.Fails == Chance.May ? flow.World.Or(flow.Failed) : flow.World;
        after = visit.Step.Runs == Chance.May ? world.Or(after) : after;
        var back = LeadsBack(visit, after);
        var leads = flow.Fails == Chance.Yes ? Chance.No : flow.Fails == Chance.May && back == Chance.Yes ? Chance.May : back;
        var failing = met.FirstOrDefault(m => m.Step.Fails != Chance.No);
        var does = string.Join(", then ", met.Where(m => m.Step.Verdict is not (StepVerdict.Container or StepVerdict.Skipped)).Select(m => Words(m.Step)));
        return (after, new UndoForecast(visit.Step.Name, does.Length == 0 ? "runs its rollback steps" : does, leads)
        {
            Why = leads == Chance.Yes ? null : failing?.Step.Why ?? (flow.Fails == Chance.Yes ? "its rollback steps fail" : Differs(visit, after)),
            Fails = flow.Fails,
            Copy = met.Select(m => m.Step.Copy).DefaultIfEmpty().Max(),
            Time = flow.Time,
            Parts = [.. met.Select(m => m.Step)],
            Warnings = [.. met.SelectMany(m => m.Step.Groups).SelectMany(g => g.Warnings).Distinct()],
        }, [.. met.SelectMany(m => Overwrites(visit, m)), .. met.Where(m => m.Step.Fails == Chance.Yes).SelectMany(m => m.Findings).Select(f => f with { Part = "rollback", Message = $"rollback: {f.Message}" })]);
    }

    private (PairWorld, UndoForecast, IReadOnlyList<Finding>) Auto(Visit visit, PairWorld world)
    {
        var parts = new List<UndoPart>();
        foreach (var change in visit.Changes.Reverse())
        {
            var part = world.Find(change.Unit.Key) is { } group ? One(change, group, visit.Step.Runs) : new UndoPart(Nothing, Chance.Yes);
            world = part.After is { } after ? world.With(after) : world;
            parts.Add(part);
        }

        var leads = parts.Min(p => p.LeadsBack);
        var time = parts.Aggregate(TimeSpread.Nothing, (t, p) => t.Beside(p.Time));
        return (world, new UndoForecast(visit.Step.Name, string.Join("; ", parts.Select(p => p.Does).Distinct()), leads)
        {
            Why = parts.Select(p => p.Why).FirstOrDefault(w => w is not null),
            Copy = parts.Max(p => p.Copy),
            Time = time,
            Warnings = [.. parts.SelectMany(p => p.Warnings).Distinct()],
            IsNothing = parts.All(p => p.Does == Nothing) && leads == Chance.Yes,
        }, []);
    }

    private const string Nothing = "nothing to take back";

    private UndoPart One(Change change, GroupStanding group, Chance ran)
    {
        var question = new Question(change, group, ran);
        return _parts.TryGetValue(question, out var known) ? known : _parts[question] = Work(change, group, ran);
    }

    private UndoPart Work(Change change, GroupStanding group, Chance ran)
    {
        var (classes, undos) = (new List<PairClass>(), new List<(PairUndo Undo, int Pairs)>());
        var open = false;
        foreach (var now in group.Classes)
        {
            var rest = now.Pairs;
            foreach (var before in change.Before)
            {
                System.Collections.Immutable.ImmutableArray<string> both = before.Pairs == rest ? rest : [.. rest.Intersect(before.Pairs)];
                if (both.Length == 0)
                    continue;
                rest = both.Length == rest.Length ? [] : [.. rest.Except(both)];
                var each = before.Ends.SelectMany(b => now.Ends.Select(n => Pair(b, change.Operation, n))).Distinct().ToList();
                undos.AddRange(each.Select(u => (u, both.Length)));
                classes.Add(new(PairClass.Distinct(each.Select(u => u.After).Concat(ran == Chance.May || now.Loose ? now.Ends : [])), both) { Loose = now.Loose });
                open |= now.Loose;
            }

            classes.Add(now with { Pairs = rest });
        }

        if (Bystander(change, group, undos) is { } why)
            return new("cannot be taken back by copy group", Chance.No) { Why = why };
        var leads = undos.Count == 0 ? Chance.Yes : undos.All(u => u.Undo.LeadsBack) ? Chance.Yes : undos.Any(u => u.Undo.LeadsBack) ? Chance.May : Chance.No;
        // A request that nobody waited for may still be carried out after the undo has looked.
        leads = open && leads == Chance.Yes ? Chance.May : leads;
        var acting = undos.Where(u => u.Undo.Steps.Count > 0).ToList();
        var does = acting.Count == 0 ? leads == Chance.Yes ? Nothing : $"cannot take {change.Unit.Name} back"
            : $"{string.Join(", ", acting[0].Undo.Steps.Select(s => VerbWords.Word(s.Operation)))} {change.Unit.Name}";
        return new(does, leads)
        {
            After = standings.Same(group with { Classes = PairClass.Merge(classes) }),
            Why = undos.Select(u => u.Undo.Why).FirstOrDefault(w => w is not null),
            Copy = acting.SelectMany(a => a.Undo.Steps).Select(s => s.Copy).DefaultIfEmpty().Max(),
            Time = acting.Count == 0 ? TimeSpread.Nothing : acting[0].Undo.Steps.Aggregate(TimeSpread.Nothing, (t, s) =>
                t.Then(times.Of(change.Unit, group.Start, s.Operation, s.Copy, acting.Max(a => a.Pairs)))),
            Warnings = [.. undos.SelectMany(u => u.Undo.Warnings).Distinct()],
        };
    }

    private PairUndo Pair(PairState before, PairOperation done, PairState now)
    {
        var key = (before, done, now);
        if (!_known.TryGetValue(key, out var known))
            _known[key] = known = Decide(before, done, now);
        return known;
    }

    private static PairUndo Decide(PairState before, PairOperation done, PairState now)
    {
        var target = before.Possible is [var first, ..] ? StatusModel.Settle(before with { Condition = first }) : before;
        if (!now.Matches(target) && !now.Matches(before) && now.Possible.Count > 0
            && now.Possible.All(c => StatusModel.Settle(now with { Condition = c }).Matches(target)))
        {
            return new(StatusModel.Settle(now with { Condition = now.Possible[0] }), [], true);
        }

        return Inverse.Of(before, done, now) switch
        {
            UndoPlan.Possible possible when RoleSwap.Refuse(possible, done, ofEnded: false) is { } swap => new(now, [], false) { Why = swap },
            UndoPlan.Possible possible => new(possible.Final, possible.Steps, true) { Warnings = possible.Warnings },
            UndoPlan.Impossible no => new(now, [], false) { Why = $"{no.Why}; {no.Instead}" },
            _ => new(now, [], true),
        };
    }

    /// <summary>A request by copy group would change pairs that the step left alone.</summary>
    private static string? Bystander(Change change, GroupStanding group, List<(PairUndo Undo, int Pairs)> undos)
    {
        if (undos.SelectMany(u => u.Undo.Steps).FirstOrDefault()?.Operation is not { } operation
            || UnitRules.Refuse(change.Unit.Technology, operation, OperationUnit.Pair) is null)
        {
            return null;
        }

        var touched = change.Before.SelectMany(b => b.Pairs).ToHashSet();
        var other = group.Classes.FirstOrDefault(c => !c.IsGone && c.Pairs.Any(p => !touched.Contains(p))
            && c.Ends.Any(e => StatusModel.Predict(e, operation) is Prediction.Accepted));
        return other is null ? null : $"{other.Pairs.First(p => !touched.Contains(p))} was not changed by this step and would be changed too";
    }

    private static Chance LeadsBack(Visit visit, PairWorld after)
    {
        var touched = visit.Step.Groups.Count == 0 ? [] : visit.After.Groups.Where(g => !ReferenceEquals(visit.Before.Find(g.Key), g.Value)).ToList();
        return touched.All(g => visit.Before.Find(g.Key) is { } before && after.Find(g.Key) is { } now && SameLook(before, now)) ? Chance.Yes : Chance.No;
    }

    private static string Differs(Visit visit, PairWorld after) =>
        visit.After.Groups.Keys.Select(k => (Before: visit.Before.Find(k), Now: after.Find(k)))
            .Where(g => g.Before is not null && g.Now is not null && !SameLook(g.Before, g.Now))
            .Select(g => $"{g.Now!.Key.Name} ends in {string.Join(", ", g.Now.Standings.Select(s => s.Statuses))}, not in {string.Join(", ", g.Before!.Standings.Select(s => s.Statuses))}")
            .FirstOrDefault() ?? "the pairs are not as before";

    /// <summary>The same statuses and roles for every pair.</summary>
    public static bool SameLook(GroupStanding one, GroupStanding other) => one.SameAs(other)
        || Looks(one).SetEquals(Looks(other));

    private static HashSet<(string, string)> Looks(GroupStanding group) =>
        [.. group.Classes.SelectMany(c => c.Pairs.Select(p => (p, string.Join('|', c.Ends.Select(e => e.IsSimplex ? "SMPL" : $"{e.P}/{e.S}@{e.PvolArray}").Distinct().Order()))))];

    /// <summary>A restore or swap in a rollback copies the S-VOL over a P-VOL that hosts have written since.</summary>
    private static IEnumerable<Finding> Overwrites(Visit visit, Visit undo)
    {
        foreach (var group in undo.Step.Groups.Where(g => g.Requests.Count > 0 && g.Operation is { Action: Replication.Vocabulary.PairAction.Restore or Replication.Vocabulary.PairAction.SwapResync }))
        {
            var writable = group.Before.Any(b => b.SvolAccess == Replication.Vocabulary.HostAccess.ReadWrite) && group.Operation!.Action == Replication.Vocabulary.PairAction.SwapResync;
            yield return new(PredictionCodes.RollbackOverwrites, writable ? Severity.Warning : Severity.Error,
                $"the rollback of {visit.Step.Key} overwrites the newer side: {VerbWords.Word(group.Operation!)} copies the S-VOL's data of {group.CopyGroup}, as of the split, over the P-VOL that hosts have written since",
                "take a split back with pair.resync, which keeps the P-VOL's data", "rollback");
        }
    }

    private static string Words(StepForecast step) => step.Groups.Count == 0 ? step.Step.Verb
        : string.Join(", ", step.Groups.Select(g => g.Operation is null ? step.Step.Verb : $"{VerbWords.Word(g.Operation)} {g.CopyGroup}").Distinct().Take(3)) + (step.Groups.Count > 3 ? " ..." : "");

    private sealed record PairUndo(PairState After, IReadOnlyList<UndoStep> Steps, bool LeadsBack)
    {
        public string? Why { get; init; }

        public IReadOnlyList<string> Warnings { get; init; } = [];
    }

    /// <summary>Known by reference, since the contents are long.</summary>
    private readonly record struct Question(Change Change, GroupStanding Group, Chance Ran)
    {
        public bool Equals(Question other) => ReferenceEquals(Change, other.Change) && ReferenceEquals(Group, other.Group) && Ran == other.Ran;

        public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(Change), RuntimeHelpers.GetHashCode(Group), Ran);
    }

    private sealed record UndoPart(string Does, Chance LeadsBack)
    {
        /// <summary>Null: the pairs stay as they are.</summary>
        public GroupStanding? After { get; init; }

        public string? Why { get; init; }

        public CopyKind Copy { get; init; }

        public TimeSpread Time { get; init; } = TimeSpread.Nothing;

        public IReadOnlyList<string> Warnings { get; init; } = [];
    }
}
