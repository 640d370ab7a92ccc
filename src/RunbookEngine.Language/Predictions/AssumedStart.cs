using System.Collections.Immutable;
using RunbookEngine.Language.Targets;
using RunbookEngine.Plans;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.StartStates;

namespace RunbookEngine.Language.Predictions;

/// <summary>A start state nobody has read: every pair in one status. A glob stands for all copy groups that match it.</summary>
public static class AssumedStart
{
    /// <summary>Stands for every pair of a group.</summary>
    public const string EveryPair = "*";

    /// <summary>Statuses that can be assumed: those that a P-VOL shows at rest.</summary>
    public static IReadOnlyList<PairStatus> Statuses { get; } =
        [PairStatus.PAIR, PairStatus.PSUS, PairStatus.PSUE, PairStatus.SSWS, PairStatus.SMPL, PairStatus.COPY, PairStatus.PFUL, PairStatus.PFUS];

    /// <summary>The plan with its targets pinned to what their patterns name, and the state they are assumed in.</summary>
    public static (Plan Plan, PlanStartState Start) Of(Plan plan, PairStatus status)
    {
        var pinned = Pin(plan);
        var groups = TargetResolver.TargetsOf(pinned)
            .SelectMany(t => (t.CopyGroups ?? []).Select(g => Group(t, g, status)))
            .DistinctBy(g => (g.Technology, g.Array, g.RemoteArray, g.Name));
        return (pinned, new PlanStartState { Origin = $"assumed {status}", Groups = [.. groups] });
    }

    private static Plan Pin(Plan plan) => plan with
    {
        Targets = [.. plan.Targets.Select(t => t.CopyGroups is null ? t with { CopyGroups = [.. t.Patterns.Select(p => new PlanCopyGroup(p))] } : t)],
        Steps = Children(plan.Steps),
        Cleanup = Children(plan.Cleanup),
        Finally = Children(plan.Finally),
    };

    private static ImmutableArray<PlanStep> Children(ImmutableArray<PlanStep> steps) => [.. steps.Select(s => s with
    {
        Child = s.Child is null ? null : Pin(s.Child),
        Branches = [.. s.Branches.Select(b => b with { Steps = Children(b.Steps) })],
    })];

    private static StartGroup Group(PlanTarget target, PlanCopyGroup group, PairStatus status)
    {
        var technology = TechnologyNames.FromRunbook(target.Technology)!.Value;
        var (p, s) = Shown(technology, status);
        return new StartGroup(target.Technology, target.Array, group.Name)
        {
            RemoteArray = target.RemoteArray,
            Pairs = status == PairStatus.SMPL ? [] : [new StartPair(EveryPair, $"{p}", $"{s}")
            {
                PvolArray = technology.IsRemote() ? target.Array : null,
                SvolArray = technology.IsRemote() ? target.RemoteArray ?? "the partner array" : null,
            }],
        };
    }

    /// <summary>Both sides as the technology shows them when its P-VOL, or for SSWS its S-VOL, is in this status.</summary>
    private static (PairStatus P, PairStatus S) Shown(Technology technology, PairStatus status)
    {
        foreach (var s in Enum.GetValues<PairStatus>().Where(s => s != PairStatus.Unknown))
        {
            var (p, other) = status == PairStatus.SSWS ? (PairStatus.PSUS, status) : (status, s);
            var state = PairState.Observed(technology, p, other);
            if (state.Possible.Count > 0 && Plain(technology, p, other) && (other == Usual(status) || status == PairStatus.SSWS))
                return (p, other);
        }

        return (status, status);
    }

    private static bool Plain(Technology technology, PairStatus p, PairStatus s) => PairState.Observed(technology, p, s).Possible.Count > 0;

    private static PairStatus Usual(PairStatus p) => p == PairStatus.PSUS ? PairStatus.SSUS : p;
}
