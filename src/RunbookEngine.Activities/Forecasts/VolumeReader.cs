using RunbookEngine.Activities.Connections;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Volumes;
using RunbookEngine.Plans;

namespace RunbookEngine.Activities.Forecasts;

/// <summary>Reads the volumes and journals that new pairs are to be made of. Changes nothing.</summary>
public sealed class VolumeReader(ArrayConnections connections, PlanEnvironment environment)
{
    /// <returns>Null when the array has no such volume.</returns>
    /// <exception cref="ArrayApiException">The array does not tell.</exception>
    public async Task<Volume?> ReadAsync(string array, int ldev, CancellationToken cancellationToken) =>
        await connections.For(environment)[array].ReadVolumeAsync(ldev, cancellationToken) is { IsDefined: true } volume ? volume : null;

    /// <summary>The model of an array as it tells it; null when it does not.</summary>
    /// <exception cref="ArrayApiException">The array does not answer.</exception>
    public async Task<string?> ModelAsync(string array, CancellationToken cancellationToken) =>
        (await connections.For(environment)[array].IdentifyAsync(cancellationToken)).Model;

    /// <summary>Ids of the replication journals of an array.</summary>
    /// <exception cref="ArrayApiException">The array does not tell.</exception>
    public async Task<IReadOnlySet<int>> JournalsAsync(string array, CancellationToken cancellationToken) =>
        (await connections.For(environment)[array].ReadJournalsAsync(cancellationToken)).Select(j => j.JournalId).ToHashSet();
}
