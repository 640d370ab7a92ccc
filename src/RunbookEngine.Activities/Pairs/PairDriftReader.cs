using RunbookEngine.Activities.Connections;
using RunbookEngine.Arrays;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Activities.Pairs;

/// <summary>Reads the pairs of a run's targets, to see what changed while the run was down.</summary>
public sealed class PairDriftReader(ArrayConnections connections) : IDriftReader
{
    public async Task<IReadOnlyList<PairReading>?> ReadAsync(RunState run, CancellationToken cancellationToken)
    {
        try
        {
            var fleet = connections.For(run.Plan);
            var units = PairScope.OfPlan(run.Plan, fleet);
            var groups = await Task.WhenAll(units.Select(unit => ReadAsync(run, fleet, unit, cancellationToken)));
            return [.. groups.SelectMany(g => g)];
        }
        catch (Exception e) when (e is ArgumentException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>A group that no array tells of is as it was, with both sides unknown.</summary>
    private static async Task<IReadOnlyList<PairReading>> ReadAsync(RunState run, ArrayFleet fleet, PairUnit unit, CancellationToken cancellationToken)
    {
        try
        {
            var read = await GroupReading.ReadAsync(
                fleet, unit.Group, fleet[unit.Target.Array], PairReadOptions.Default with { Refresh = true }, cancellationToken);
            return [.. (read.Group?.Pairs ?? []).Select(p => PairStates.Seen(fleet, unit, p, KnownAccess.Of(run, unit, p.Ref.Name)).Reading)
                .Select(r => read.Options.WithoutPartner ? r with { Alone = read.Source.Name } : r)];
        }
        catch (ArrayApiException)
        {
            return
            [
                .. run.Pairs.Values.Where(p => p.Array == unit.Target.Array && p.CopyGroup == unit.Group.Name)
                    .Select(p => p with { PvolStatus = "", SvolStatus = "" }),
            ];
        }
    }
}
