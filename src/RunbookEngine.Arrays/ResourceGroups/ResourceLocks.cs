using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Jobs;
using RunbookEngine.Arrays.Requests;
using RunbookEngine.Arrays.Sessions;
using RunbookEngine.Arrays.Transport;
using RunbookEngine.Arrays.Wire;

namespace RunbookEngine.Arrays.ResourceGroups;

/// <summary>Locks the resource groups of our user on one array against every other session, while anybody here wants that.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, "Locking resources". The lock belongs to our session, through which all our requests
/// go, so holders nest: the first takes it, the last gives it back. A session that ends takes the lock along.</remarks>
internal sealed class ResourceLocks(ArrayTransport transport, JobClient jobs, RequestBuilder builder)
{
    private const int MaxWaitSeconds = 7200;

    /// <summary>What the lock's job may take beyond the time it waits for another holder.</summary>
    private static readonly TimeSpan JobMargin = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1);
    private int _holders;
    private ArraySession? _lockedBy;

    public async Task<IReadOnlyList<ResourceGroup>> ListAsync(CancellationToken cancellationToken)
    {
        var call = HttpCall.Get(ArrayPath.Objects(transport.Connection.StorageDeviceId, "resource-groups"));
        var list = await transport.ListAsync<ResourceGroupResponse>(call, cancellationToken);
        return [.. list.Where(g => g.ResourceGroupId is not null).Select(g => g.ToGroup())];
    }

    /// <inheritdoc cref="IPairArray.LockResourcesAsync"/>
    public async Task<IAsyncDisposable> LockAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        PairOptions.Range("lock of resource groups", "wait in seconds", (long)wait.TotalSeconds, 0, MaxWaitSeconds);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_holders == 0 || _lockedBy != transport.CurrentSession)
            {
                var request = builder.Service("resource-group-service", "lock", new LockRequest((int)wait.TotalSeconds));
                await RunAsync(request, wait + JobMargin, cancellationToken);
                _lockedBy = transport.CurrentSession;
            }
            _holders++;
            return new Holder(this);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task ReleaseAsync()
    {
        await _turn.WaitAsync();
        try
        {
            if (--_holders == 0 && _lockedBy is { } session && session == transport.CurrentSession)
            {
                await UnlockAsync(session);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Where unlocking fails the session is given back, and the lock with it: nobody else must wait for us.</summary>
    private async Task UnlockAsync(ArraySession session)
    {
        try
        {
            await RunAsync(builder.Service("resource-group-service", "unlock", null), JobMargin, CancellationToken.None);
        }
        catch (ArrayApiException)
        {
            await transport.DiscardAsync(session);
        }
    }

    private async Task RunAsync(ArrayRequest request, TimeSpan within, CancellationToken cancellationToken)
    {
        var sent = await jobs.SendAsync(request, cancellationToken);
        var job = await jobs.WaitAsync(sent.Ref, transport.Clock.GetUtcNow() + within, cancellationToken);
        if (job is not { Succeeded: true })
        {
            throw new ArrayApiException(job?.Error ?? new ArrayError
            {
                Kind = ArrayErrorKind.Locked,
                Array = transport.Connection.Name,
                Request = $"{request.Method} {request.Path}",
                JobId = sent.Ref.JobId,
                Message = "the array did not say in time whether the resource groups are locked",
                MayPass = true,
                MayHaveHappened = true,
            });
        }
    }

    private sealed class Holder(ResourceLocks locks) : IAsyncDisposable
    {
        private int _released;

        public async ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref _released, 1) == 0)
            {
                await locks.ReleaseAsync();
            }
        }
    }
}
