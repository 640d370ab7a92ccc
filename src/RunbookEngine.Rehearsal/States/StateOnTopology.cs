using RunbookEngine.Simulator.Topologies;

namespace RunbookEngine.Rehearsal.States;

/// <summary>Lets the copy groups of a topology start as a saved state found them.</summary>
internal static class StateOnTopology
{
    /// <exception cref="SavedStateException">The topology has no such group, or the pairs of one stand in more than one way.</exception>
    public static Topology Apply(Topology topology, SavedState state)
    {
        var groups = topology.CopyGroups.ToDictionary(g => g.Name);
        foreach (var saved in state.Pairs.Where(p => p.Technology != "thin-image").GroupBy(p => p.Pair.CopyGroup))
        {
            if (!groups.TryGetValue(saved.Key, out var spec))
                throw new SavedStateException($"the topology {topology.Name} has no copy group {saved.Key}; add it, or rehearse with a topology that has it");
            groups[saved.Key] = Turn(spec with { Status = StatusOf(saved.Key, [.. saved]) }, saved.First());
        }

        return topology with { CopyGroups = [.. topology.CopyGroups.Select(g => groups[g.Name])] };
    }

    private static string StatusOf(string group, IReadOnlyList<SavedPair> pairs)
    {
        var words = pairs.Select(p => (p.Pair.PvolStatus, p.Pair.SvolStatus) switch
        {
            (_, "SSWS") => "SSWS",
            ("PAIR" or "PFUL" or "COPY" or "RCPY", _) => "PAIR",
            ("PSUS", _) => "PSUS",
            ("PSUE" or "PFUS", _) => "PSUE",
            var (pvol, svol) => throw new SavedStateException($"copy group {group}: a pair that stands {pvol}/{svol} cannot be the start of a rehearsal"),
        }).Distinct().ToList();
        return words is [var only] ? only
            : throw new SavedStateException($"copy group {group}: its pairs stand in {words.Count} ways ({string.Join(", ", words)}); a rehearsal starts with all pairs of a group alike");
    }

    /// <summary>A group whose P-VOLs are on the other array than the topology says starts the other way round.</summary>
    private static CopyGroupSpec Turn(CopyGroupSpec spec, SavedPair saved) =>
        spec.Secondary is null || saved.Pair.PvolArray is not { } array || array == spec.Primary || array != spec.Secondary
            ? spec
            : spec with
            {
                Primary = spec.Secondary,
                Secondary = spec.Primary,
                PvolDeviceGroup = spec.SvolDeviceGroup ?? spec.Name + "S_",
                SvolDeviceGroup = spec.PvolDeviceGroup ?? spec.Name + "P_",
                PrimaryJournal = spec.SecondaryJournal,
                SecondaryJournal = spec.PrimaryJournal,
                Pairs = [.. spec.Pairs.Select(p => new PairSpec(p.Name, p.SvolLdevId, p.PvolLdevId))],
            };
}
