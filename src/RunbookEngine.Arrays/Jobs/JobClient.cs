using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Requests;
using RunbookEngine.Arrays.Transport;
using RunbookEngine.Arrays.Wire;

namespace RunbookEngine.Arrays.Jobs;

/// <summary>Sends changes and follows the jobs they become.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, "Job object", "Getting the status of a specific job", "Getting a list of jobs".</remarks>
internal sealed class JobClient(ArrayTransport transport)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly JobHistory _history = new(transport);

    private string Id => transport.Connection.StorageDeviceId;

    /// <inheritdoc cref="IPairArray.SendAsync"/>
    public async Task<ArrayJob> SendAsync(ArrayRequest request, CancellationToken cancellationToken)
    {
        var call = new HttpCall(request.Method, request.Path)
        {
            Headers = request.Headers,
            Body = request.Body,
            PartnerStorageDeviceId = request.PartnerStorageDeviceId,
            ChangesState = true,
        };
        var answer = await transport.ChangeAsync(call, cancellationToken);
        var response = transport.Parse<JobResponse>(call, answer, r => r.JobId is not null);
        _history.Saw(answer.Source, response.JobId!.Value);
        return response.ToJob(transport.Connection.Name, Id, answer.Source);
    }

    /// <inheritdoc cref="IPairArray.GetJobAsync"/>
    public async Task<ArrayJob?> GetAsync(ArrayJobRef job, CancellationToken cancellationToken, bool once = false)
    {
        var controller = transport.At(job.Endpoint) ?? throw new ArrayApiException(new ArrayError
        {
            Kind = ArrayErrorKind.NotReached,
            Array = transport.Connection.Name,
            Endpoint = job.Endpoint,
            JobId = job.JobId,
            Message = $"array job {job.JobId} was given by {job.Endpoint}, which is no endpoint of this array any more",
            Solution = "Add the endpoint again, or let the pairs be read instead.",
        });
        var call = HttpCall.Get(ArrayPath.Object(Id, "jobs", $"{job.JobId}"));
        try
        {
            var answer = await transport.ReadAsync(call, cancellationToken, controller, once);
            return transport.Parse<JobResponse>(call, answer, r => r.JobId is not null).ToJob(transport.Connection.Name, Id, controller);
        }
        catch (ArrayApiException e) when (e.Error.Kind == ArrayErrorKind.NotFound)
        {
            return null;
        }
    }

    /// <inheritdoc cref="IPairArray.WaitForJobAsync"/>
    public async Task<ArrayJob?> WaitAsync(ArrayJobRef job, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        while (true)
        {
            ArrayApiException? failure = null;
            ArrayJob? seen = null;
            try
            {
                seen = await GetAsync(job, cancellationToken, once: true);
            }
            catch (ArrayApiException e) when (e.Error.MayPass)
            {
                failure = e;
            }
            var now = transport.Clock.GetUtcNow();
            if (failure is null && (seen is null or { IsCompleted: true } || now >= until))
            {
                return seen;
            }
            if (failure is not null && now >= until)
            {
                throw failure;
            }
            await Task.Delay(pause < until - now ? pause : until - now, transport.Clock, cancellationToken);
            pause = pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause;
        }
    }

    public Task<JobMark> MarkAsync(CancellationToken cancellationToken) => _history.MarkAsync(cancellationToken);

    public Task<IReadOnlyList<ArrayJob>> ListAsync(CancellationToken cancellationToken) => _history.ListAsync(cancellationToken);

    public Task<JobSearch> FindAsync(ArrayRequest request, JobMark since, CancellationToken cancellationToken) =>
        _history.FindAsync(request, since, cancellationToken);
}
