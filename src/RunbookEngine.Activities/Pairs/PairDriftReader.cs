using RunbookEngine.Activities.Connections;
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
            var fleet = connections.For(run.Plan.Environment);
            var units = PairScope.OfPlan(run.Plan, fleet);
            var groups = await Task.WhenAll(units.Select(async unit => (Unit: unit,
                Group: await fleet[unit.Target.Array].ReadCopyGroupAsync(unit.Group, PairReadOptions.Default with { Refresh = true },
                    cancellationToken))));
            return [.. groups.SelectMany(g => (g.Group?.Pairs ?? [])
                .Select(p => PairStates.Seen(fleet, g.Unit, p, KnownAccess.Of(run, g.Unit, p.Ref.Name)).Reading))];
        }
        catch (Exception e) when (e is ArrayApiException or ArgumentException or KeyNotFoundException)
        {
            return null;
        }
    }
}
