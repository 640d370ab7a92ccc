using RunbookEngine.Arrays;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Pairs;

namespace RunbookEngine.Activities.Connections;

/// <summary>A copy group as read, and from whom.</summary>
/// <param name="Source">The array that answered.</param>
/// <param name="Options">How it was asked.</param>
/// <param name="Group">Null when that array has no such group.</param>
internal sealed record GroupReading(ArrayClient Source, PairReadOptions Options, CopyGroup? Group)
{
    /// <summary>Asks both arrays of the group; where one does not answer, the other one alone.</summary>
    /// <param name="own">The array to ask first.</param>
    /// <exception cref="ArrayApiException">No array that could tell was reached.</exception>
    public static async Task<GroupReading> ReadAsync(
        ArrayFleet fleet, CopyGroupRef group, ArrayClient own, PairReadOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return new GroupReading(own, options, await own.ReadCopyGroupAsync(group, options, cancellationToken));
        }
        catch (ArrayApiException e) when (Survivor.Of(fleet, group, own, e.Error) is { } left)
        {
            var alone = options with { WithoutPartner = true };
            return new GroupReading(left, alone, await left.ReadCopyGroupAsync(group, alone, cancellationToken));
        }
    }
}
