using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Jobs;
using RunbookEngine.Arrays.Journals;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Arrays.QuorumDisks;
using RunbookEngine.Arrays.RemotePairs;
using RunbookEngine.Arrays.RemotePaths;
using RunbookEngine.Arrays.Requests;
using RunbookEngine.Arrays.ResourceGroups;
using RunbookEngine.Arrays.Storages;
using RunbookEngine.Arrays.Volumes;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Arrays;

/// <summary>One array, as everything above this room sees it. Every method that asks the array throws <see cref="ArrayApiException"/>
/// when the array refuses or cannot be reached. A group reference made on the partner is turned round by itself.</summary>
public interface IPairArray
{
    /// <summary>The alias.</summary>
    string Name { get; }

    string StorageDeviceId { get; }

    /// <summary>The copy groups of a technology on this array.</summary>
    /// <param name="technology">Which.</param>
    /// <param name="partnerStorageDeviceId">TC, UR, GAD: the other array, required; otherwise null.</param>
    /// <param name="named">Only groups whose name this accepts; null for all.</param>
    /// <param name="cancellationToken">Ends the reads.</param>
    Task<IReadOnlyList<CopyGroupRef>> ListCopyGroupsAsync(
        Technology technology, string? partnerStorageDeviceId, Func<string, bool>? named, CancellationToken cancellationToken);

    /// <summary>As <see cref="ListCopyGroupsAsync"/> without a session on the partner, for when it cannot be had. Not every array gives the list so;
    /// one that does not refuses with <see cref="ArrayErrorKind.Unauthorized"/>.</summary>
    Task<IReadOnlyList<CopyGroupRef>> ListCopyGroupsAloneAsync(
        Technology technology, string partnerStorageDeviceId, Func<string, bool>? named, CancellationToken cancellationToken);

    /// <summary>All pairs of a group, both sides.</summary>
    /// <returns>Null when there is no such group: a group goes with its last pair.</returns>
    Task<CopyGroup?> ReadCopyGroupAsync(CopyGroupRef group, PairReadOptions options, CancellationToken cancellationToken);

    /// <summary>The snapshots of a volume, whatever groups they are in; each names its own.</summary>
    Task<IReadOnlyList<Pair>> ListSnapshotsAsync(int pvolLdevId, CancellationToken cancellationToken);

    /// <summary>Every remote pair this array knows of, in a copy group or not, without asking a partner. Needs an account in the
    /// array's Administrator group.</summary>
    Task<IReadOnlyList<RemotePairEntry>> ListRemotePairsAsync(Technology technology, CancellationToken cancellationToken);

    /// <returns>Null when there is no such pair.</returns>
    Task<Pair?> ReadPairAsync(PairRef pair, PairReadOptions options, CancellationToken cancellationToken);

    /// <summary>What would be sent for a request on a whole group (or to create a pair in it). Sends nothing.</summary>
    /// <exception cref="InvalidPairRequestException">No array of that technology could accept it.</exception>
    ArrayRequest DescribeRequest(CopyGroupRef group, PairRequest request);

    /// <inheritdoc cref="DescribeRequest(CopyGroupRef, PairRequest)"/>
    ArrayRequest DescribeRequest(PairRef pair, PairRequest request);

    /// <summary>What would be sent for a request on one volume: the reserve attribute of global-active device, virtual LDEV ids,
    /// snapshot trees. Sends nothing.</summary>
    /// <exception cref="InvalidPairRequestException">A number is out of range.</exception>
    ArrayRequest DescribeRequest(int ldevId, VolumeRequest request);

    /// <summary>Where the job history stands now. Write it down with the intent, before sending.</summary>
    Task<JobMark> MarkJobsAsync(CancellationToken cancellationToken);

    /// <summary>Sends a change as described and returns the array's job, without waiting for it. It is offered again only while the
    /// array says that it did not begin it (busy, locked, 503) or was not reached; nothing is sent twice that may have arrived.</summary>
    /// <exception cref="ArrayApiException"><see cref="ArrayError.MayHaveHappened"/> tells whether to look before sending again.</exception>
    Task<ArrayJob> SendAsync(ArrayRequest request, CancellationToken cancellationToken);

    /// <returns>Null when the server does not know the job, or no longer.</returns>
    Task<ArrayJob?> GetJobAsync(ArrayJobRef job, CancellationToken cancellationToken);

    /// <summary>Asks until the job is completed, after 1 s growing to 10 s, through failures that may pass.</summary>
    /// <returns>The job as last seen, not completed when the deadline passed; null when the server does not know it.</returns>
    Task<ArrayJob?> WaitForJobAsync(ArrayJobRef job, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Looks for the job of a request whose answer is not known (a crash, a lost answer).</summary>
    Task<JobSearch> FindJobAsync(ArrayRequest request, JobMark since, CancellationToken cancellationToken);

    /// <summary>The newest jobs of the current REST server, at least the last hundred.</summary>
    Task<IReadOnlyList<ArrayJob>> ListJobsAsync(CancellationToken cancellationToken);

    /// <summary>Usage and status of every journal's mirror units on this array.</summary>
    Task<IReadOnlyList<ReplicationJournal>> ReadJournalsAsync(CancellationToken cancellationToken);

    /// <returns>Null when the array has no such LDEV number.</returns>
    Task<Volume?> ReadVolumeAsync(int ldevId, CancellationToken cancellationToken);

    /// <summary>Volumes with numbers from <paramref name="head"/> on, looking at <paramref name="count"/> slots, at most 1,000.</summary>
    Task<IReadOnlyList<Volume>> ListVolumesAsync(int head, int count, CancellationToken cancellationToken);

    /// <summary>The connections from this array to others, with their paths.</summary>
    Task<IReadOnlyList<RemotePathGroup>> ReadRemotePathsAsync(CancellationToken cancellationToken);

    Task<IReadOnlyList<QuorumDisk>> ReadQuorumDisksAsync(CancellationToken cancellationToken);

    Task<IReadOnlyList<ResourceGroup>> ReadResourceGroupsAsync(CancellationToken cancellationToken);

    /// <summary>Locks all resource groups of our user against other sessions until the result is disposed. Nests. Pair status
    /// changes of others pass through it; creating and deleting pairs do not.</summary>
    /// <param name="wait">How long the array waits for another holder; whole seconds, 0 to 2 h.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IAsyncDisposable> LockResourcesAsync(TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>Logs in and makes sure that the endpoint serves this array.</summary>
    Task<Storage> IdentifyAsync(CancellationToken cancellationToken);
}
