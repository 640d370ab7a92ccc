using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Reviews;

namespace RunbookEngine.Runs;

/// <summary>Pairs that changed while a run was down, other than by what the run itself had under way.</summary>
internal static class Drift
{
    public static async Task<DriftFound?> FindAsync(IDriftReader? reader, IRunStore store, RunState state, CancellationToken cancellationToken)
    {
        if (state.Phase is RunPhase.Closing or RunPhase.Ended)
            return null;
        var runs = await LaterRunsAsync(store, state, cancellationToken);
        var now = reader is null || state.Pairs.IsEmpty ? null : await reader.ReadAsync(state, cancellationToken);
        var found = now is null ? null : Compare(state, now);
        return runs.Count == 0 ? found : (found ?? new DriftFound([], [])) with { Runs = runs };
    }

    /// <summary>Locks keep other runs away from the pairs of an open run, unless one was broken.</summary>
    private static async Task<IReadOnlyList<LaterRun>> LaterRunsAsync(IRunStore store, RunState state, CancellationToken cancellationToken) =>
        state is { LockBrokenAt: { } since, Parent: null }
            ? [.. (await LaterRuns.FindAsync(store, await RunComparison.FamilyAsync(store, state, cancellationToken), null, since, cancellationToken))
                .Where(r => !state.AcceptedRuns.Contains(r.Run))]
            : [];

    public static DriftFound? Compare(RunState state, IReadOnlyList<PairReading> now)
    {
        var moving = Moving(state);
        var fresh = now.ToDictionary(RunState.PairKey);
        var changed = state.Pairs.Values
            .Where(p => !moving.Contains((p.Array, p.CopyGroup)) && !IsUnderWay(state, p))
            .Select(p => (Before: p, Now: fresh.GetValueOrDefault(RunState.PairKey(p))))
            .Where(p => p.Now is null ? p.Before.PvolStatus != "SMPL" : OtherPair(p.Before, p.Now) || (OtherStatus(p.Before, p.Now) && !IsOfTheDisaster(state.Plan, p.Before, p.Now)))
            .ToList();
        return changed.Count == 0
            ? null
            : new DriftFound([.. changed.Select(c => c.Before)], [.. changed.Select(c => c.Now).OfType<PairReading>()]);
    }

    public static string Describe(DriftFound drift) =>
        string.Join("; ", (drift.Runs ?? []).Select(r => r.ToString()).Concat(drift.Before.Count == 0 ? [] : [Changed(drift)]));

    private static string Changed(DriftFound drift) =>
        $"{drift.Before.Count} pair(s) changed while the run was down: " + string.Join("; ", drift.Before.Take(5).Select(before =>
            $"{before} is now {After(drift, before)}")) + (drift.Before.Count > 5 ? " …" : "");

    /// <summary>The copy groups that a step works on now, or a called run has been given.</summary>
    private static HashSet<(string Array, string Group)> Moving(RunState state) =>
    [
        .. state.Steps.Values
            .Where(s => s.Status is StepStatus.Running or StepStatus.Waiting or StepStatus.Failed or StepStatus.Ambiguous or StepStatus.Undoing)
            .SelectMany(s => s.Operations)
            // The readings say it too: a takeover or swap is asked of the other array than the pairs are read from.
            .SelectMany(o => o.Intent.Before.Select(b => (b.Array, Group: b.CopyGroup)).Append((o.Intent.Array, Group: o.Intent.Target.Split('/')[0]))),
        .. state.Steps.Keys.Select(key => state.Plan.Find(key.Id)?.Child).OfType<Plan>().SelectMany(Groups),
    ];

    /// <summary>A called run journals its readings itself, so its caller's are old.</summary>
    private static IEnumerable<(string Array, string Group)> Groups(Plan plan) =>
        plan.Targets.SelectMany(target => (target.CopyGroups ?? []).SelectMany(group => Arrays(target).Select(array => (array, group.Name))))
            .Concat(plan.AllSteps().Select(s => s.Child).OfType<Plan>().SelectMany(Groups));

    private static IEnumerable<string> Arrays(PlanTarget target) => target.RemoteArray is { } remote ? [target.Array, remote] : [target.Array];

    /// <summary>An operation of a step that did not wait for its end: its effect was not seen yet, or was still going on when the pair was last read.</summary>
    internal static bool IsUnderWay(RunState state, PairReading last)
    {
        var before = state.Steps.Values.SelectMany(s => s.Operations)
            .Where(o => o.Result is not OperationResult.NoEffect)
            .OrderByDescending(o => o.Sequence)
            .SelectMany(o => o.Intent.Before.Where(b => RunState.PairKey(b) == RunState.PairKey(last)))
            .FirstOrDefault();
        return before is not null
            && ((before.PvolStatus, before.SvolStatus) == (last.PvolStatus, last.SvolStatus)
                || last.PvolStatus is "COPY" or "RCPY" or "PSUP" or "PFUL" || last.SvolStatus is "COPY" or "RCPY");
    }

    private static string After(DriftFound drift, PairReading before) =>
        drift.Now.FirstOrDefault(n => RunState.PairKey(n) == RunState.PairKey(before)) is { } now
            ? $"{now.Statuses}{(now.PvolArray != before.PvolArray && now.PvolArray is { Length: > 0 } array ? $" with the P-VOL on {array}" : "")}"
                + (now.SplitTime != before.SplitTime && now.SplitTime is { } split ? $", split at {split}" : "")
            : "gone";

    /// <summary>Other volumes, the P-VOL on the other array, or another point in time: what the statuses do not show. What one of the readings
    /// does not know is no difference.</summary>
    internal static bool OtherPair(PairReading before, PairReading now) =>
        (before.PvolArray is { Length: > 0 } && now.PvolArray is { Length: > 0 } && before.PvolArray != now.PvolArray && before.PvolStatus != "SMPL" && now.PvolStatus != "SMPL")
        || (before.SplitTime is not null && now.SplitTime is not null && before.SplitTime != now.SplitTime)
        || (before.PvolArray == now.PvolArray && (Other(before.PvolLdev, now.PvolLdev) || Other(before.SvolLdev, now.SvolLdev)));

    private static bool Other(int? before, int? now) => before is not null && now is not null && before != now;

    /// <summary>A copy that was under way goes on by itself: from COPY to PAIR is no drift. A P-VOL that came back with an old status is told of the takeover by
    /// the other array, or suspended by its own while the line is cut. A side whose array does not answer, now or then, says nothing.</summary>
    internal static bool OtherStatus(PairReading before, PairReading now) =>
        (Changed(before.PvolStatus, now.PvolStatus) || Changed(before.SvolStatus, now.SvolStatus))
        && !(before.PvolStatus is "COPY" or "RCPY" or "PFUL" && now.PvolStatus is "PAIR" or "COPY" or "PFUL")
        && !(before.SvolStatus is "COPY" && now.SvolStatus is "SSUS")
        && !(before.PvolStatus is "PAIR" && now.PvolStatus is "PFUL")
        && !(before.SvolStatus is "SSWS" && now is { SvolStatus: "SSWS", PvolStatus: "PSUS" or "PSUE" or "PFUS" });

    /// <summary>In a disaster the arrays suspend pairs by themselves, and the S-VOLs of global-active device go on alone: nobody has interfered.</summary>
    private static bool IsOfTheDisaster(Plan plan, PairReading before, PairReading now) =>
        plan.IsDisaster
        && (!Changed(before.PvolStatus, now.PvolStatus) || IsSuspendedByError(now.PvolStatus))
        && (!Changed(before.SvolStatus, now.SvolStatus) || IsSuspendedByError(now.SvolStatus)
            || (now.SvolStatus == "SSWS" && plan.Targets.Any(t => t.Technology == "global-active-device" && t.CopyGroups?.Any(g => g.Name == now.CopyGroup) == true)));

    /// <summary>No operation of a person ends so.</summary>
    private static bool IsSuspendedByError(string status) => status is "PSUE" or "PFUS";

    private static bool Changed(string before, string now) => before != now && before.Length > 0 && now.Length > 0;
}
