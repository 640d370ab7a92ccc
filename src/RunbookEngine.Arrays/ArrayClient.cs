using RunbookEngine.Arrays.Connections;
using RunbookEngine.Arrays.HostGroups;
using RunbookEngine.Arrays.Jobs;
using RunbookEngine.Arrays.Journals;
using RunbookEngine.Arrays.LocalClones;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Arrays.QuorumDisks;
using RunbookEngine.Arrays.RemoteMirrors;
using RunbookEngine.Arrays.RemotePairs;
using RunbookEngine.Arrays.RemotePaths;
using RunbookEngine.Arrays.Requests;
using RunbookEngine.Arrays.ResourceGroups;
using RunbookEngine.Arrays.Snapshots;
using RunbookEngine.Arrays.Storages;
using RunbookEngine.Arrays.Transport;
using RunbookEngine.Arrays.Volumes;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Arrays;

/// <summary>The client of one array. Made by an <see cref="ArrayFleet"/>, which knows the partners.</summary>
public sealed class ArrayClient : IPairArray, IAsyncDisposable
{
    private readonly JobClient _jobs;
    private readonly LocalCloneClient _localClones;
    private readonly RemoteMirrorClient _remoteMirrors;
    private readonly SnapshotClient _snapshots;
    private readonly ResourceLocks _locks;

    internal ArrayClient(ArrayTransport transport)
    {
        Transport = transport;
        _jobs = new JobClient(transport);
        _localClones = new LocalCloneClient(transport);
        _remoteMirrors = new RemoteMirrorClient(transport);
        _snapshots = new SnapshotClient(transport);
        _locks = new ResourceLocks(transport, _jobs, new RequestBuilder(transport.Connection));
    }

    public string Name => Transport.Connection.Name;

    public string StorageDeviceId => Transport.Connection.StorageDeviceId;

    public ArrayConnection Connection => Transport.Connection;

    /// <summary>It was declared gone, or counts as gone since it has not answered for long enough; see <see cref="ArrayLimits.GoneAfter"/>.</summary>
    public bool IsGone => Transport.IsGone;

    internal ArrayTransport Transport { get; }

    /// <summary>Whether anybody answers there now, without a session; a few seconds of real time at most. Changes nothing.</summary>
    public Task<bool> IsThereAsync() => Transport.IsThereAsync();

    public Task<IReadOnlyList<CopyGroupRef>> ListCopyGroupsAsync(
        Technology technology, string? partnerStorageDeviceId, Func<string, bool>? named, CancellationToken cancellationToken)
    {
        if (technology.IsRemote() != partnerStorageDeviceId is not null)
        {
            throw new ArgumentException($"listing {technology.RunbookName()} groups needs {(technology.IsRemote() ? "a" : "no")} partner array");
        }
        return Resource(technology).ListAsync(new GroupQuery(technology, partnerStorageDeviceId), named ?? (_ => true), cancellationToken);
    }

    public Task<IReadOnlyList<CopyGroupRef>> ListCopyGroupsAloneAsync(
        Technology technology, string partnerStorageDeviceId, Func<string, bool>? named, CancellationToken cancellationToken) =>
        Resource(technology).ListAsync(new GroupQuery(technology, partnerStorageDeviceId, Alone: true), named ?? (_ => true), cancellationToken);

    /// <summary>All copy groups of TC, UR and GAD that this array has with a partner, by name, with their pairs: one request, however many groups there
    /// are, where the array lists the pairs as well. A group whose pairs are all SMPL names no technology; it counts as TrueCopy.</summary>
    /// <param name="partnerStorageDeviceId">The other array.</param>
    /// <param name="alone">Without a session on the partner: what only the partner knows is left out.</param>
    /// <param name="named">Only groups whose name this accepts.</param>
    /// <param name="cancellationToken">Ends the reads.</param>
    /// <exception cref="Errors.ArrayApiException">The array refused or cannot be reached.</exception>
    public IAsyncEnumerable<CopyGroup> SurveyRemoteAsync(
        string partnerStorageDeviceId, bool alone, Func<string, bool> named, CancellationToken cancellationToken) =>
        new RemoteMirrorSurvey(Transport, _remoteMirrors).ReadAsync(partnerStorageDeviceId, alone, named, cancellationToken);

    public Task<CopyGroup?> ReadCopyGroupAsync(CopyGroupRef group, PairReadOptions options, CancellationToken cancellationToken) =>
        Resource(group.Technology).ReadGroupAsync(Seen(group), options, cancellationToken);

    public Task<IReadOnlyList<Pair>> ListSnapshotsAsync(int pvolLdevId, CancellationToken cancellationToken) =>
        _snapshots.ListByVolumeAsync(pvolLdevId, cancellationToken);

    public Task<IReadOnlyList<RemotePairEntry>> ListRemotePairsAsync(Technology technology, CancellationToken cancellationToken) =>
        technology.IsRemote()
            ? new RemotePairClient(Transport).ListAsync(technology, cancellationToken)
            : throw new ArgumentException($"{technology.RunbookName()} has no remote pairs");

    public Task<Pair?> ReadPairAsync(PairRef pair, PairReadOptions options, CancellationToken cancellationToken) =>
        Resource(pair.Group.Technology).ReadPairAsync(Seen(pair), options, cancellationToken);

    public ArrayRequest DescribeRequest(CopyGroupRef group, PairRequest request) => Resource(group.Technology).Describe(Seen(group), request);

    public ArrayRequest DescribeRequest(PairRef pair, PairRequest request) => Resource(pair.Group.Technology).Describe(Seen(pair), request);

    public ArrayRequest DescribeRequest(int ldevId, VolumeRequest request) =>
        new VolumeDescriber(new RequestBuilder(Transport.Connection)).Describe(ldevId, request);

    /// <summary>What would be sent for an LU path. Sends nothing.</summary>
    /// <exception cref="Errors.InvalidPairRequestException">A number is out of range.</exception>
    public ArrayRequest DescribeRequest(LuPathRequest request) => new LuPathDescriber(new RequestBuilder(Transport.Connection)).Describe(request);

    /// <summary>The host groups of a port; none where the array has no such port.</summary>
    public Task<IReadOnlyList<HostGroup>> ListHostGroupsAsync(string portId, CancellationToken cancellationToken) =>
        new HostGroupClient(Transport).ListAsync(portId, cancellationToken);

    public Task<JobMark> MarkJobsAsync(CancellationToken cancellationToken) => _jobs.MarkAsync(cancellationToken);

    public Task<ArrayJob> SendAsync(ArrayRequest request, CancellationToken cancellationToken)
    {
        if (request.StorageDeviceId != StorageDeviceId)
        {
            throw new ArgumentException($"this request is for array {request.StorageDeviceId}, not for {StorageDeviceId} ({Name})");
        }
        return _jobs.SendAsync(request, cancellationToken);
    }

    public Task<ArrayJob?> GetJobAsync(ArrayJobRef job, CancellationToken cancellationToken) => _jobs.GetAsync(job, cancellationToken);

    public Task<ArrayJob?> WaitForJobAsync(ArrayJobRef job, DateTimeOffset until, CancellationToken cancellationToken) =>
        _jobs.WaitAsync(job, until, cancellationToken);

    public Task<JobSearch> FindJobAsync(ArrayRequest request, JobMark since, CancellationToken cancellationToken) =>
        _jobs.FindAsync(request, since, cancellationToken);

    public Task<IReadOnlyList<ArrayJob>> ListJobsAsync(CancellationToken cancellationToken) => _jobs.ListAsync(cancellationToken);

    public Task<IReadOnlyList<ReplicationJournal>> ReadJournalsAsync(CancellationToken cancellationToken) =>
        new JournalClient(Transport).ListAsync(cancellationToken);

    public Task<Volume?> ReadVolumeAsync(int ldevId, CancellationToken cancellationToken) =>
        new VolumeClient(Transport).GetAsync(ldevId, cancellationToken);

    public Task<IReadOnlyList<Volume>> ListVolumesAsync(int head, int count, CancellationToken cancellationToken) =>
        new VolumeClient(Transport).ListAsync(head, count, cancellationToken);

    public Task<IReadOnlyList<RemotePathGroup>> ReadRemotePathsAsync(CancellationToken cancellationToken) =>
        new RemotePathClient(Transport).ListAsync(cancellationToken);

    public Task<IReadOnlyList<QuorumDisk>> ReadQuorumDisksAsync(CancellationToken cancellationToken) =>
        new QuorumDiskClient(Transport).ListAsync(cancellationToken);

    public Task<IReadOnlyList<ResourceGroup>> ReadResourceGroupsAsync(CancellationToken cancellationToken) => _locks.ListAsync(cancellationToken);

    public Task<IAsyncDisposable> LockResourcesAsync(TimeSpan wait, CancellationToken cancellationToken) => _locks.LockAsync(wait, cancellationToken);

    public Task<Storage> IdentifyAsync(CancellationToken cancellationToken) => new StorageClient(Transport).IdentifyAsync(cancellationToken);

    /// <summary>Gives the sessions back to the array.</summary>
    public ValueTask DisposeAsync() => Transport.DisposeAsync();

    private IPairResource Resource(Technology technology) => technology switch
    {
        Technology.ShadowImage => _localClones,
        Technology.ThinImage => _snapshots,
        _ => _remoteMirrors,
    };

    private CopyGroupRef Seen(CopyGroupRef group) => group.SeenFrom(StorageDeviceId);

    private PairRef Seen(PairRef pair) => pair with { Group = Seen(pair.Group) };
}
