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

    /// <summary>Stands for a partner array that neither the runbook nor an environment names.</summary>
    public const string Partner = "partner";

    /// <summary>The plan with its targets pinned to what their patterns name, and the state they are assumed in.</summary>
    /// <param name="status">A pair status, or both sides: <c>PSUS/SSUS</c>.</param>
    /// <exception cref="ArgumentException">The word is no pair status.</exception>
    public static (Plan Plan, PlanStartState Start) Of(Plan plan, string status)
    {
        var pinned = Pin(plan);
        var groups = TargetResolver.TargetsOf(pinned)
            .SelectMany(t => (t.CopyGroups ?? []).Select(g => Group(t, g, status)))
            .DistinctBy(g => (g.Technology, g.Array, g.RemoteArray, g.Name));
        return (pinned, new PlanStartState { Origin = $"assumed {status}", Groups = [.. groups] });
    }

    private static Plan Pin(Plan plan) => plan with
    {
        Targets = [.. plan.Targets.Select(t => t with
        {
            CopyGroups = t.CopyGroups ?? [.. t.Patterns.Select(p => new PlanCopyGroup(p))],
            RemoteArray = t.RemoteArray ?? (TechnologyNames.FromRunbook(t.Technology)!.Value.IsRemote() ? Partner : null),
        })],
        Steps = Children(plan.Steps),
        Cleanup = Children(plan.Cleanup),
        Finally = Children(plan.Finally),
    };

    private static ImmutableArray<PlanStep> Children(ImmutableArray<PlanStep> steps) => [.. steps.Select(s => s with
    {
        Child = s.Child is null ? null : Pin(s.Child),
        Branches = [.. s.Branches.Select(b => b with { Steps = Children(b.Steps) })],
    })];

    private static StartGroup Group(PlanTarget target, PlanCopyGroup group, string status)
    {
        var technology = TechnologyNames.FromRunbook(target.Technology)!.Value;
        var (p, s) = Shown(technology, status);
        return new StartGroup(target.Technology, target.Array, group.Name)
        {
            RemoteArray = target.RemoteArray,
            Pairs = p == PairStatus.SMPL ? [] : [new StartPair(EveryPair, $"{p}", $"{s}")
            {
                PvolArray = technology.IsRemote() ? target.Array : null,
                SvolArray = technology.IsRemote() ? target.RemoteArray ?? Partner : null,
            }],
        };
    }

    /// <summary>Both sides, with what a technology shows on the other side when only one is given.</summary>
    private static (PairStatus P, PairStatus S) Shown(Technology technology, string status)
    {
        var words = status.Split('/');
        var read = words.Select(w => Enum.TryParse<PairStatus>(w.Trim(), ignoreCase: true, out var one) && w.Any(char.IsLetter) ? one : PairStatus.Unknown).ToList();
        if (words.Length > 2 || read.Contains(PairStatus.Unknown))
            throw new ArgumentException($"'{status}' is no pair status; write PAIR, PSUS, PSUS/SSUS, SSWS, PSUE, SMPL ...");
        return read is [var p, var s] ? (p, s) : read[0] switch
        {
            PairStatus.PSUS when technology == Technology.ThinImage => (PairStatus.PSUS, PairStatus.PSUS),
            PairStatus.PSUS => (PairStatus.PSUS, PairStatus.SSUS),
            PairStatus.SSWS => (PairStatus.PSUS, PairStatus.SSWS),
            var both => (both, both),
        };
    }
}
