using RunbookEngine.Arrays;
using RunbookEngine.Journal;

namespace RunbookEngine.Activities.Pairs;

/// <summary>Reads many units afresh.</summary>
internal static class PairSnapshots
{
    public static async Task<IReadOnlyList<PairReading>> ReadAsync(
        StepContext step, ArrayFleet fleet, IReadOnlyList<PairUnit> units, CancellationToken cancellationToken)
    {
        var groups = await GroupsAsync(step, fleet, units, cancellationToken);
        return [.. groups.SelectMany(g => g.Pairs).Select(p => p.Reading)];
    }

    /// <summary>The requests in flight are bounded by the client.</summary>
    public static Task<SeenGroup[]> GroupsAsync(StepContext step, ArrayFleet fleet, IReadOnlyList<PairUnit> units,
        CancellationToken cancellationToken)
    {
        var reader = new UnitReader(step, fleet);
        return Task.WhenAll(units.Select(unit => reader.ReadAsync(unit, refresh: true, orAlone: true, cancellationToken)));
    }
}
