using RunbookEngine.Activities.Connections;
using RunbookEngine.Arrays;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.QuorumDisks;
using RunbookEngine.Plans;
using RunbookEngine.StartStates;

namespace RunbookEngine.Activities.Forecasts;

/// <summary>What the arrays that answer tell before a forced takeover. Changes nothing.</summary>
public sealed class DisasterReader(ArrayConnections connections, TimeProvider clock)
{
    /// <summary>The pairs as they stand, and the quorum disks by alias.</summary>
    /// <exception cref="ArrayApiException">A pair could not be read from either of its arrays.</exception>
    public async Task<(PlanStartState Start, IReadOnlyList<(string Array, QuorumDisk Disk)> Quorums)> ReadAsync(Plan plan, CancellationToken cancellationToken)
    {
        var start = await new StartStateReader(connections, clock).ReadAsync(plan, cancellationToken);
        var fleet = connections.For(plan);
        var arrays = start.Groups.Where(g => g.Technology == "global-active-device").SelectMany(g => new[] { g.Array, g.RemoteArray }).OfType<string>().Distinct();
        var quorums = await Task.WhenAll(arrays.Select(a => QuorumsAsync(fleet, a, cancellationToken)));
        return (start, [.. quorums.SelectMany(q => q)]);
    }

    private static async Task<IEnumerable<(string, QuorumDisk)>> QuorumsAsync(ArrayFleet fleet, string array, CancellationToken cancellationToken)
    {
        try
        {
            return (await fleet[array].ReadQuorumDisksAsync(cancellationToken)).Select(q => (array, q));
        }
        catch (ArrayApiException)
        {
            return [];
        }
    }
}
