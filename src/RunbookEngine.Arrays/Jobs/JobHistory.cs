using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Requests;
using RunbookEngine.Arrays.Transport;
using RunbookEngine.Arrays.Wire;

namespace RunbookEngine.Arrays.Jobs;

/// <summary>Looks for the job of a request whose answer got lost.</summary>
internal sealed class JobHistory(ArrayTransport transport)
{
    /// <summary>Jobs of one page, where the newest number is all that is wanted, or where a server allows no more.</summary>
    private const int SmallPage = 100;

    private const int LargePage = 1000;

    /// <summary>Pages read back at most: the 3,000 jobs that a midrange array keeps.</summary>
    private const int MaxPages = 30;

    /// <summary>What two clocks may differ, where a server's own job numbers do not help (it was not the one marked).</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<Controller, long> _highest = new();

    public void Saw(Controller controller, long jobId) => _highest.AddOrUpdate(controller, jobId, (_, known) => Math.Max(known, jobId));

    /// <summary>Costs a request once per REST server; after that the numbers are known from our own jobs.</summary>
    public async Task<JobMark> MarkAsync(CancellationToken cancellationToken)
    {
        var controller = transport.Current;
        if (!_highest.ContainsKey(controller))
        {
            (var jobs, controller) = await PageAsync(null, SmallPage, null, cancellationToken);
            Saw(controller, HighestOf(jobs));
        }
        return new JobMark(controller.Endpoint.ToString(), _highest[controller], transport.Clock.GetUtcNow());
    }

    public async Task<IReadOnlyList<ArrayJob>> ListAsync(CancellationToken cancellationToken) => (await PageAsync(null, SmallPage, null, cancellationToken)).Jobs;

    public async Task<JobSearch> FindAsync(ArrayRequest request, JobMark since, CancellationToken cancellationToken)
    {
        var found = new List<ArrayJob>();
        var complete = true;
        foreach (var controller in transport.Controllers)
        {
            try
            {
                complete &= await CollectAsync(controller, request, since, found, cancellationToken);
            }
            catch (ArrayApiException) when (transport.Controllers.Count > 1)
            {
                complete = false;
            }
        }
        return new JobSearch([.. found.OrderBy(j => j.CreatedAt).ThenBy(j => j.Ref.JobId)], complete);
    }

    /// <returns>True when the history was read back to the mark.</returns>
    private async Task<bool> CollectAsync(
        Controller controller, ArrayRequest request, JobMark since, List<ArrayJob> found, CancellationToken cancellationToken)
    {
        var marked = controller.Endpoint.ToString() == since.Endpoint;
        var all = new Dictionary<long, ArrayJob>();
        var (complete, size, fresh) = (false, LargePage, 1);
        DateTimeOffset? before = null;
        for (var page = 0; page < MaxPages && !complete && fresh > 0; page++)
        {
            IReadOnlyList<ArrayJob> jobs;
            try
            {
                (jobs, _) = await PageAsync(controller, size, before, cancellationToken);
            }
            catch (ArrayApiException e) when (e.Error.HttpStatus == 400 && size == LargePage)
            {
                size = SmallPage;
                continue;
            }
            // A server that passes over endCreatedTime gives the same page again: nothing fresh, and not complete.
            fresh = jobs.Count(j => all.TryAdd(j.Ref.JobId, j));
            complete = jobs.Count < size || jobs.Any(j => !IsAfter(j, since, marked));
            before = jobs.Min(j => j.CreatedAt);
        }
        // Numbers below the mark only: the server has forgotten its history and begun to count anew.
        var forgotten = marked && HighestOf(all.Values) < since.HighestJobId;
        found.AddRange(all.Values.Where(j => IsAfter(j, since, marked && !forgotten) && IsSameRequest(j, request)));
        return complete && !forgotten;
    }

    private static long HighestOf(IEnumerable<ArrayJob> jobs) => jobs.Select(j => j.Ref.JobId).DefaultIfEmpty(-1).Max();

    private static bool IsAfter(ArrayJob job, JobMark since, bool marked) =>
        marked ? job.Ref.JobId > since.HighestJobId : job.CreatedAt is null || job.CreatedAt >= since.At - ClockTolerance;

    private static bool IsSameRequest(ArrayJob job, ArrayRequest request) =>
        IsSameMethod(job.RequestMethod, request)
        && job.RequestUrl is { } url && ArrayPath.Tail(url) == ArrayPath.Tail(request.Path)
        && IsSameBody(job.RequestBody, request.Body);

    /// <summary>An action may be recorded with the older PUT, whatever it was sent with.</summary>
    private static bool IsSameMethod(string? recorded, ArrayRequest request) =>
        recorded == request.Method || (recorded is "PUT" or "POST" && request.Method is "PUT" or "POST");

    private static bool IsSameBody(string? recorded, string? sent)
    {
        var (left, right) = (Given(recorded), Given(sent));
        if (left == right || left is null || right is null)
        {
            return left == right;
        }
        try
        {
            return JsonNode.DeepEquals(JsonNode.Parse(left), JsonNode.Parse(right));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string? Given(string? body) => string.IsNullOrWhiteSpace(body) || body == "null" ? null : body;

    private async Task<(IReadOnlyList<ArrayJob> Jobs, Controller At)> PageAsync(
        Controller? controller, int size, DateTimeOffset? before, CancellationToken cancellationToken)
    {
        var path = ArrayPath.Objects(transport.Connection.StorageDeviceId, "jobs");
        var query = ArrayPath.Query(path, ("count", $"{size}"), ("endCreatedTime", before?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)));
        try
        {
            return await ReadAsync(query, controller, cancellationToken);
        }
        catch (ArrayApiException e) when (e.Error.HttpStatus == 400 && size == SmallPage)
        {
            // Servers that know no query parameters here give the whole history.
            return await ReadAsync(path, controller, cancellationToken);
        }
    }

    private async Task<(IReadOnlyList<ArrayJob> Jobs, Controller At)> ReadAsync(
        string path, Controller? controller, CancellationToken cancellationToken)
    {
        var connection = transport.Connection;
        var answer = await transport.ReadAsync(HttpCall.Get(path), cancellationToken, controller);
        var list = transport.Parse<DataResponse<JobResponse>>(HttpCall.Get(path), answer, r => r.Data is not null).Data!;
        var jobs = list.Where(j => j.JobId is not null).Select(j => j.ToJob(connection.Name, connection.StorageDeviceId, answer.Source));
        return ([.. jobs], answer.Source);
    }
}
