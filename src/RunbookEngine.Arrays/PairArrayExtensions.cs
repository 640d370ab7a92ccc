using RunbookEngine.Arrays.Jobs;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Arrays.Volumes;

namespace RunbookEngine.Arrays;

/// <summary>For callers that keep no journal of what they are about to send.</summary>
public static class PairArrayExtensions
{
    /// <summary>Describes and sends in one go.</summary>
    public static Task<ArrayJob> InvokeAsync(this IPairArray array, CopyGroupRef group, PairRequest request, CancellationToken cancellationToken) =>
        array.SendAsync(array.DescribeRequest(group, request), cancellationToken);

    /// <inheritdoc cref="InvokeAsync(IPairArray, CopyGroupRef, PairRequest, CancellationToken)"/>
    public static Task<ArrayJob> InvokeAsync(this IPairArray array, PairRef pair, PairRequest request, CancellationToken cancellationToken) =>
        array.SendAsync(array.DescribeRequest(pair, request), cancellationToken);

    /// <inheritdoc cref="InvokeAsync(IPairArray, CopyGroupRef, PairRequest, CancellationToken)"/>
    public static Task<ArrayJob> InvokeAsync(this IPairArray array, int ldevId, VolumeRequest request, CancellationToken cancellationToken) =>
        array.SendAsync(array.DescribeRequest(ldevId, request), cancellationToken);

    public static Task<CopyGroup?> ReadCopyGroupAsync(this IPairArray array, CopyGroupRef group, CancellationToken cancellationToken) =>
        array.ReadCopyGroupAsync(group, PairReadOptions.Default, cancellationToken);
}
