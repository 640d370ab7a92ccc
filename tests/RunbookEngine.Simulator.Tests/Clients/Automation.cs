using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using RunbookEngine.Simulator.Tests.Support;

namespace RunbookEngine.Simulator.Tests.Clients;

/// <summary>
/// One array as the vendor's automation talks to it: no array in the path, jobs polled, answers bound to fixed records in which an unknown key is
/// a failure.
/// </summary>
internal sealed class Automation(ClientSite site, string alias)
{
    private const int MaxPolls = 600;

    private static readonly JsonSerializerOptions Fixed = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
    };

    private string _token = "";

    public string StorageId { get; private set; } = "";

    public async Task LoginAsync()
    {
        StorageId = (await ReadAsync("storages"))["data"]![0]!["storageDeviceId"]!.GetValue<string>();
        var session = await SendAsync(HttpMethod.Post, "sessions/", "{}", null, Site.Basic("runbook", "runbook-demo"));
        _token = session.Body["token"]!.GetValue<string>();
    }

    public async Task<JsonNode> ReadAsync(string path, Automation? remote = null)
    {
        var (status, body) = await SendAsync(HttpMethod.Get, path, null, remote, _token.Length == 0 ? "" : null);
        return status == HttpStatusCode.OK ? body : throw new DriverException(status, body);
    }

    public async Task<T> ReadAsync<T>(string path, Automation? remote = null) =>
        (await ReadAsync(path, remote)).Deserialize<T>(Fixed) ?? throw new InvalidOperationException(path);

    /// <summary>Sends a change and follows its job; gives the id of what it touched.</summary>
    public async Task<string> DoAsync(HttpMethod method, string path, string body, Automation? remote = null)
    {
        var (status, accepted) = await SendAsync(method, path, body, remote, null);
        if (status != HttpStatusCode.Accepted)
            throw new DriverException(status, accepted);
        var path2 = "jobs/" + accepted["jobId"]!.GetValue<long>();
        for (var i = 0; i < MaxPolls; i++)
        {
            var job = await ReadAsync(path2);
            if (job["status"]!.GetValue<string>() == "Completed")
            {
                if (job["state"]!.GetValue<string>() != "Succeeded")
                    throw new DriverException(HttpStatusCode.OK, job);
                var touched = job["affectedResources"]!.AsArray();
                return (touched.Count > 0 ? touched[0]! : job["self"]!).GetValue<string>().Split('/')[^1];
            }
            await Task.Delay(TimeSpan.FromSeconds(i + 1), site.Clock, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException(path2);
    }

    public Task<string> ActAsync(string path, string action, string parameters, Automation? remote = null, bool put = false) =>
        DoAsync(put ? HttpMethod.Put : HttpMethod.Post, $"{path}/actions/{action}/invoke", $$"""{"parameters":{{parameters}}}""", remote);

    public async Task<int> MakeVolumeAsync(bool mapped)
    {
        var id = int.Parse(await DoAsync(HttpMethod.Post, "ldevs", """{"poolId":0,"byteFormatCapacity":"2G"}"""), System.Globalization.CultureInfo.InvariantCulture);
        if (mapped)
            await DoAsync(HttpMethod.Post, "luns", $$"""{"portId":"CL1-B","hostGroupNumber":0,"ldevId":{{id}}}""");
        await DoAsync(HttpMethod.Patch, "ldevs/" + id, """{"label":"by-automation"}""");
        return id;
    }

    public Task<T> WaitAsync<T>(string path, Automation? remote, Func<T, bool> there) => WaitAsync(path, () => ReadAsync<T>(path, remote), there);

    public Task<JsonNode> WaitAsync(string path, Func<JsonNode, bool> there) => WaitAsync(path, () => ReadAsync(path), there);

    private async Task<T> WaitAsync<T>(string path, Func<Task<T>> look, Func<T, bool> there)
    {
        for (var i = 0; i < MaxPolls; i++)
        {
            var read = await look();
            if (there(read))
                return read;
            await Task.Delay(TimeSpan.FromSeconds(10), site.Clock, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException($"{path}: {await look()}");
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(HttpMethod method, string path, string? body, Automation? remote, string? authorization)
    {
        using var request = new HttpRequestMessage(method, new Uri(site.AddressOf(alias), Site.Objects + path));
        if (authorization is null or { Length: > 0 })
            request.Headers.TryAddWithoutValidation("Authorization", authorization ?? "Session " + _token);
        if (remote is not null)
        {
            request.Headers.TryAddWithoutValidation("Remote-Authorization", "Session " + remote._token);
            if (method != HttpMethod.Get)
                request.Headers.TryAddWithoutValidation("Job-Mode-Wait-Configuration-Change", "NoWait");
        }
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await site.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }
}

internal sealed record LocalGroupRecord(
    string CopyGroupName, string PvolDeviceGroupName, string SvolDeviceGroupName, string LocalCloneCopygroupId, IReadOnlyList<LocalPairRecord>? CopyPairs);

internal sealed record LocalPairRecord(
    string CopyGroupName, string CopyPairName, string ReplicationType, int PvolLdevId, int PvolMuNumber, int SvolLdevId, int? ConsistencyGroupId,
    string PvolStatus, string SvolStatus, string LocalCloneCopypairId, string CopyMode, int? CopyProgressRate, string PvolDifferenceDataManagement,
    string SvolDifferenceDataManagement, string PvolProcessingStatus, string SvolProcessingStatus);

internal sealed record RemotePairRecord(
    string CopyGroupName, string CopyPairName, string ReplicationType, string RemoteMirrorCopyPairId, int? PvolLdevId, int? SvolLdevId,
    string? PvolStatus, string? SvolStatus, string? PvolStorageDeviceId, string? SvolStorageDeviceId, int? ConsistencyGroupId, string? FenceLevel,
    int? QuorumDiskId, int? CopyProgressRate, string? PvolDifferenceDataManagement, string? SvolDifferenceDataManagement,
    string? PvolProcessingStatus, string? SvolProcessingStatus, string? PvolIOMode, string? SvolIOMode, int? PvolJournalId, int? SvolJournalId,
    bool? IsAluaEnabled);
