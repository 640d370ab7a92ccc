using RunbookEngine.Journal;
using RunbookEngine.Language.Targets;
using RunbookEngine.Plans;

namespace RunbookEngine.Operations.Composition;

/// <summary>The copy groups that earlier runs met between the same two arrays, whichever of them their targets named first.</summary>
internal sealed class TargetMemory(IRunJournal store)
{
    /// <summary>The newest runs that are looked at.</summary>
    private const int Runs = 50;

    /// <returns>As the target's array names them, the newest naming of each first.</returns>
    public async Task<IReadOnlyList<PlanCopyGroup>> MetAsync(Plan plan, PlanTarget target, CancellationToken cancellationToken)
    {
        var (own, partner) = (plan.Environment.StorageDeviceId(target.Array), plan.Environment.StorageDeviceId(target.RemoteArray ?? ""));
        var met = new List<PlanCopyGroup>();
        foreach (var run in await store.ListAsync(new RunFilter(Limit: Runs), cancellationToken))
        {
            if ((await store.ReadAsync(run.Id, 0, cancellationToken)).FirstOrDefault() is not { } first || Started(first) is not { } started)
                continue;
            foreach (var other in TargetResolver.TargetsOf(started.Plan).Where(t => t.Technology == target.Technology && t.RemoteArray is not null))
            {
                var environment = started.Plan.Environment;
                var pair = (environment.StorageDeviceId(other.Array), environment.StorageDeviceId(other.RemoteArray!));
                if (pair == (own, partner))
                    met.AddRange(other.CopyGroups ?? []);
                else if (pair == (partner, own))
                    met.AddRange((other.CopyGroups ?? []).Select(g => g with { LocalDeviceGroup = g.RemoteDeviceGroup, RemoteDeviceGroup = g.LocalDeviceGroup }));
            }
        }

        return [.. met.DistinctBy(g => (g.Name, g.LocalDeviceGroup, g.RemoteDeviceGroup))];
    }

    /// <summary>A run that this version cannot read tells nothing, and stands in nobody's way.</summary>
    private static RunStarted? Started(JournalEntry first)
    {
        try
        {
            return EventJson.Read(first) as RunStarted;
        }
        catch (JournalCorruptException)
        {
            return null;
        }
    }
}
