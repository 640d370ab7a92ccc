using RunbookEngine.Arrays.Jobs;
using RunbookEngine.Arrays.Journals;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Arrays.QuorumDisks;
using RunbookEngine.Arrays.RemotePairs;
using RunbookEngine.Arrays.RemotePaths;
using RunbookEngine.Arrays.Requests;
using RunbookEngine.Arrays.ResourceGroups;
using RunbookEngine.Arrays.Storages;
using RunbookEngine.Arrays.Tests.Fakes;
using RunbookEngine.Arrays.Volumes;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Arrays.Tests.Polling;

/// <summary>An array of which only copy groups can be read; whoever asks for more has a bug.</summary>
internal sealed class ReadOnlyArray(Func<CopyGroupRef, PairReadOptions, CancellationToken, Task<CopyGroup?>> read) : IPairArray
{
    public string Name => "tokyo";

    public string StorageDeviceId => TwoSites.TokyoId;

    public Task<CopyGroup?> ReadCopyGroupAsync(CopyGroupRef group, PairReadOptions options, CancellationToken cancellationToken) =>
        read(group, options, cancellationToken);

    public Task<IReadOnlyList<CopyGroupRef>> ListCopyGroupsAsync(
        Technology technology, string? partnerStorageDeviceId, Func<string, bool>? named, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<CopyGroupRef>> ListCopyGroupsAloneAsync(
        Technology technology, string partnerStorageDeviceId, Func<string, bool>? named, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<Pair>> ListSnapshotsAsync(int pvolLdevId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<RemotePairEntry>> ListRemotePairsAsync(Technology technology, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Pair?> ReadPairAsync(PairRef pair, PairReadOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ArrayRequest DescribeRequest(CopyGroupRef group, PairRequest request) => throw new NotSupportedException();

    public ArrayRequest DescribeRequest(PairRef pair, PairRequest request) => throw new NotSupportedException();

    public ArrayRequest DescribeRequest(int ldevId, VolumeRequest request) => throw new NotSupportedException();

    public Task<JobMark> MarkJobsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ArrayJob> SendAsync(ArrayRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ArrayJob?> GetJobAsync(ArrayJobRef job, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ArrayJob?> WaitForJobAsync(ArrayJobRef job, DateTimeOffset until, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<JobSearch> FindJobAsync(ArrayRequest request, JobMark since, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<ArrayJob>> ListJobsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<ReplicationJournal>> ReadJournalsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Volume?> ReadVolumeAsync(int ldevId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<Volume>> ListVolumesAsync(int head, int count, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<RemotePathGroup>> ReadRemotePathsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<QuorumDisk>> ReadQuorumDisksAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<ResourceGroup>> ReadResourceGroupsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IAsyncDisposable> LockResourcesAsync(TimeSpan wait, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Storage> IdentifyAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
