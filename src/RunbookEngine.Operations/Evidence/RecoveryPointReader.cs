using System.Globalization;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Evidence;

/// <summary>Reads the recovery points of a run from its journal. Pure; the only owner of the figure.</summary>
public static class RecoveryPointReader
{
    private const string EarlierVersion = "the journals were not read right before the request: an earlier version of runbook carried the step out, or the step was not marked";

    public static RecoveryPoints Of(RunState run, IReadOnlyList<Happening> happenings)
    {
        var marked = run.Plan.AllSteps().Where(s => s.Measure?.Rpo is not null && s.Verb.StartsWith("pair.", StringComparison.Ordinal)).ToList();
        // A declared disaster, and whatever else left its P-VOLs behind, has its recovery point whether a step marks it or not: at the takeovers.
        if (marked.Count == 0 && (run.Declared is not null || run.RecoveryPoints.Count > 0))
            marked = [.. run.Plan.AllSteps().Where(s => s.TakesOver)];
        if (marked.Count == 0)
            return RecoveryPoints.Of([], "no step marks it");
        var histories = GroupHistory.Of(happenings);
        var ids = marked.Select(s => s.Id).ToHashSet();
        var states = run.Steps.Values.Where(s => ids.Contains(s.Key.Id) && s is { StartedSequence: not null, Iterations: null })
            .OrderBy(s => s.StartedSequence).ToList();
        var marks = happenings.Where(h => h.Event is PairsRead { MeasuredFrom: not null }).ToLookup(h => ((PairsRead)h.Event).Step);
        // What was read before a request that then failed is true all the same.
        states.RemoveAll(s => s.Status is not (StepStatus.Succeeded or StepStatus.Undone or StepStatus.Undoing) && !marks[s.Key].Any());
        var points = states.SelectMany(s => OfStep(run, s, [.. marks[s.Key]], histories)).ToList();
        return RecoveryPoints.Of(points, $"{string.Join(", ", marked.Select(m => m.Id))}, which marks it, did not succeed");
    }

    private static IEnumerable<RecoveryPoint> OfStep(RunState run, StepState step, IReadOnlyList<Happening> marks, Dictionary<string, GroupHistory> histories)
    {
        var operations = step.Operations.Where(o => !o.Undo && o.Intent.Array.Length > 0).ToList();
        var own = marks.Select(m => (PairsRead)m.Event).Where(m => m.Upstream is null).SelectMany(m => m.Pairs).Select(p => p.CopyGroup);
        foreach (var group in operations.SelectMany(o => o.Intent.Before.Select(b => b.CopyGroup).Append(o.Intent.Target.Split('/')[0])).Concat(own).Distinct(StringComparer.Ordinal))
        {
            var technology = run.Plan.Targets.FirstOrDefault(t => t.CopyGroups is { } groups && groups.Any(g => g.Name == group))?.Technology ?? "";
            var first = operations.FirstOrDefault(o => o.Intent.Target.Split('/')[0] == group || o.Intent.Before.Any(b => b.CopyGroup == group));
            var sequence = first?.Sequence ?? step.AttemptSequence;
            var mark = marks.LastOrDefault(m => m.Sequence < (first?.Sequence ?? int.MaxValue) && ((PairsRead)m.Event).Upstream is null);
            yield return Of(run, step, group, technology, first, mark, mark?.Sequence ?? sequence, histories, marks);
        }
    }

    private static RecoveryPoint Of(
        RunState run, StepState step, string group, string technology, OperationRecord? first, Happening? mark, int upTo, Dictionary<string, GroupHistory> histories,
        IReadOnlyList<Happening> marks)
    {
        var history = histories.GetValueOrDefault(group) ?? new GroupHistory();
        var moment = (mark?.Event as PairsRead)?.Mirrors?.FirstOrDefault(m => m.CopyGroup == group)?.Restore?.AnsweredAt ?? mark?.At ?? first?.IntendedAt;
        if (first is null)
            return new(group, technology, step.Key, moment, (Declared(run, group) is { IsMeasured: true } told ? told : null) ?? Split(history) ?? MeasuredSpan.NotMeasured(
                "the pairs were there already: this run did not split them, and no array tells when somebody did", "let the run itself bring the pairs to PAIR and split them"));
        return technology is "shadow-image" or "thin-image"
            ? OfCopy(run, step, group, technology, first, moment, upTo, histories, marks)
            : OfRemote(run, step, group, technology, first, moment, upTo, history);
    }

    private static RecoveryPoint OfRemote(
        RunState run, StepState step, string group, string technology, OperationRecord first, DateTimeOffset? moment, int upTo, GroupHistory history)
    {
        var age = technology == "universal-replicator" ? OfMirror(run, group, upTo, history) : Suspended(run, group, technology, moment ?? first.IntendedAt, upTo, history);
        var to = moment - age.Low;
        // Where a reading bounds it, the data is from that reading on.
        var from = BoundOf(run, group) is { UpTo: { } reading, Seconds: { } seconds } && TimeSpan.FromSeconds(seconds) == age.High ? (reading < to ? reading : to) : moment - age.High;
        var point = new RecoveryPoint(group, technology, step.Key, moment, age) { DataFrom = from, DataTo = to };
        if (step.Status == StepStatus.Failed)
            return point with { Note = "the step failed after this was read: the copy may be of another moment", DataFrom = null, DataTo = null };
        return run.Plan.Find(step.Key.Id)?.Verb == "pair.split" && history.AlikeAt(upTo) == true && Whole(run, group)
            ? point with
            {
                DataFrom = first.IntendedAt,
                DataTo = step.EndedAt ?? first.IntendedAt,
                Note = $"the split delivered the rest: the copy has every write up to the split, which took {Spans.Text((step.EndedAt ?? first.IntendedAt) - first.IntendedAt)}",
            }
            : point;
    }

    /// <summary>Both arrays told of the group, so the split was done by both.</summary>
    private static bool Whole(RunState run, string group) => run.Pairs.Values.Where(p => p.CopyGroup == group).All(p => p.Alone is null);

    private static MeasuredSpan OfMirror(RunState run, string group, int upTo, GroupHistory history)
    {
        var readings = history.Mirrors.Where(m => m.Sequence <= upTo).ToList();
        var here = readings.Count > 0 && readings[^1].Sequence == upTo;
        if (history.AlikeAt(upTo) == false && history.FirstSuspended(upTo) is not null && history.LastAlike(upTo) is null)
            return Declared(run, group) ?? MeasuredSpan.NotMeasured("the mirror was suspended before the run, and no array tells when", "look at the mirrors while they replicate, in the same run");
        var age = here ? MarkerHistory.Age([.. readings.Select(r => r.Reading)]) : MeasuredSpan.NotMeasured(EarlierVersion, "measure: { rpo: splitTime } at the step, carried out by this version");
        return Declared(run, group) is { } bound ? Joined(age, bound) : age;
    }

    /// <summary>Both bounds hold, so the tighter one does.</summary>
    private static MeasuredSpan Joined(MeasuredSpan age, MeasuredSpan bound)
    {
        var bytes = bound.Bytes ?? age.Bytes;
        if (!bound.IsMeasured || age.High <= bound.High)
            return age with { Bytes = bytes };
        var high = bound.High!.Value;
        return bound with { Value = age.Value <= high ? age.Value : bound.Value, Low = age.Low < high ? age.Low : high, Bytes = bytes };
    }

    /// <summary>What the arrays told right after the takeover bounds the loss by, else what the declaration of the disaster did.</summary>
    private static MeasuredSpan? Declared(RunState run, string group) => BoundOf(run, group) is not { } bound ? null
        : bound.Seconds is { } seconds ? new MeasuredSpan(seconds == 0 ? TimeSpan.Zero : null, TimeSpan.Zero, TimeSpan.FromSeconds(seconds), bound.Text) { Bytes = bound.Bytes }
        : MeasuredSpan.NotMeasured(bound.Text, "in a real loss nothing would: only production's array knew") with { Bytes = bound.Bytes };

    /// <summary>Of pairs that were taken over one by one the loosest.</summary>
    private static LossBound? BoundOf(RunState run, string group)
    {
        var taken = run.RecoveryPoints.Values.Select(p => p.Bound).Where(b => b.CopyGroup.Split('/')[0] == group).ToList();
        return taken.FirstOrDefault(b => b.Seconds is null) ?? taken.MaxBy(b => b.Seconds) ?? run.Declared?.Declaration.Bounds?.FirstOrDefault(b => b.CopyGroup == group);
    }

    /// <summary>TrueCopy and global-active device: in PAIR both sides are alike, so the age counts from the suspension.</summary>
    private static MeasuredSpan Suspended(RunState run, string group, string technology, DateTimeOffset moment, int upTo, GroupHistory history)
    {
        if (Declared(run, group) is { IsMeasured: true } bound)
            return bound;
        if (history.AlikeAt(upTo) == true && !history.Pairs.Any(p => p.PvolStatus.Length == 0))
            return new MeasuredSpan(TimeSpan.Zero, TimeSpan.Zero, NotNegative(moment - history.LastAlike(upTo)!.Value), "in PAIR every write is on both sides before hosts are told; the bound is the time since that was read");
        var suspended = history.FirstSuspended(upTo);
        if (history.LastAlike(upTo) is { } alike)
            return new MeasuredSpan(null, suspended is { } seen ? NotNegative(moment - seen) : TimeSpan.Zero, NotNegative(moment - alike), "suspended between the last reading in PAIR and the first that was not");
        var why = Declared(run, group)?.Missing
            ?? (history.AlikeAt(upTo) is null ? "the pairs were not read before the request" : $"the pairs were not in PAIR when the run first saw them, and {technology} does not tell when they were suspended");
        return MeasuredSpan.NotMeasured(why, "look at the pairs while they are in PAIR, in an earlier step of the same run");
    }

    /// <summary>ShadowImage and Thin Image: the copy is of the split, which comes after the request. What its P-VOLs lacked then, it lacks.</summary>
    private static RecoveryPoint OfCopy(
        RunState run, StepState step, string group, string technology, OperationRecord first, DateTimeOffset? moment, int upTo, Dictionary<string, GroupHistory> histories,
        IReadOnlyList<Happening> marks)
    {
        var at = moment ?? first.IntendedAt;
        var ended = step.EndedAt ?? at;
        var pairs = histories.GetValueOrDefault(group)?.Pairs ?? [];
        var array = run.Plan.Targets.FirstOrDefault(t => t.CopyGroups is { } groups && groups.Any(g => g.Name == group))?.Array;
        var volumes = pairs.Select(p => p.PvolLdev).OfType<int>().ToHashSet();
        var names = marks.Where(m => ((PairsRead)m.Event).Upstream == true && m.Sequence <= upTo).SelectMany(m => ((PairsRead)m.Event).Pairs)
            .Where(p => p.SvolLdev is { } ldev && volumes.Contains(ldev) && p.PvolArray != array).Select(p => p.CopyGroup).Distinct(StringComparer.Ordinal).ToList();
        var behind = names.Select(n => (Name: n, Technology: run.Plan.Targets.First(t => t.CopyGroups is { } groups && groups.Any(g => g.Name == n)).Technology)).ToList();
        if (behind.Count == 0)
            return new(group, technology, step.Key, at, new MeasuredSpan(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, "the copy is fixed by the split, which comes after the request"))
            {
                DataFrom = first.IntendedAt,
                DataTo = Split(histories.GetValueOrDefault(group), at) ?? ended,
            };
        var ages = behind.Select(b => new RecoveryPoint(b.Name, b.Technology, step.Key, at, b.Technology == "universal-replicator"
            ? OfMirror(run, b.Name, upTo, histories[b.Name]) : Suspended(run, b.Name, b.Technology, at, upTo, histories[b.Name]))).ToList();
        var age = RecoveryPoints.Of(ages, null).Age;
        return new(group, technology, step.Key, at, age with { Basis = $"its P-VOLs are S-VOLs of {string.Join(", ", names)}: {ages[0].Age.Basis}" })
        {
            DataFrom = first.IntendedAt - age.High,
            DataTo = ended - age.Low,
            Note = $"what {string.Join(", ", names)} had not delivered when the copy was fixed is not on it",
        };
    }

    /// <summary>Thin Image tells when it was split.</summary>
    private static MeasuredSpan? Split(GroupHistory history) =>
        history.Pairs.Select(p => p.SplitTime).OfType<string>().LastOrDefault() is { } text ? MeasuredSpan.NotMeasured($"split at {text} by the array's clock, before this run", null) : null;

    private static DateTimeOffset? Split(GroupHistory? history, DateTimeOffset after) =>
        history?.Pairs.Select(p => DateTimeOffset.TryParse(p.SplitTime, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : (DateTimeOffset?)null)
            .Where(t => t >= after).Max();

    private static TimeSpan NotNegative(TimeSpan span) => span < TimeSpan.Zero ? TimeSpan.Zero : span;
}
