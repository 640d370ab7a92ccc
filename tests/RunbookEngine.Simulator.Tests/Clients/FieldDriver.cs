using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Tests.Support;

namespace RunbookEngine.Simulator.Tests.Clients;

/// <summary>
/// One array as a cloud block-storage driver talks to it: the array's id in every path, PUT for actions, answers held until the job has ended,
/// a failed request sent again, locks on both arrays around creation and deletion.
/// </summary>
internal sealed class FieldDriver(ClientSite site, string alias, string storageId)
{
    private const int MaxTries = 5;

    /// <summary>Seconds between two looks at a pair.</summary>
    private const int PollSeconds = 5;

    private string _token = "";

    public string StorageId => storageId;

    private string Objects => $"/ConfigurationManager/v1/objects/storages/{storageId}";

    public async Task LoginAsync()
    {
        var (_, body) = await SendAsync("POST", Objects + "/sessions", null, null, Site.Basic("runbook", "runbook-demo"));
        _token = body["token"]!.GetValue<string>();
    }

    public async Task<JsonNode> GetAsync(string path, FieldDriver? remote = null)
    {
        var (status, body) = await SendAsync("GET", Objects + "/" + path, null, remote);
        return status == HttpStatusCode.OK ? body : throw new DriverException(status, body);
    }

    /// <summary>A change; gives the id of the first object it touched.</summary>
    public async Task<string> ChangeAsync(string method, string path, JsonObject? body = null, FieldDriver? remote = null, bool noWait = false)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (status, job) = await SendAsync(method, path.StartsWith('/') ? path : Objects + "/" + path, body, remote, null, noWait);
            if (status is HttpStatusCode.Accepted or HttpStatusCode.OK && job["status"]?.GetValue<string>() == "Completed" && job["state"]?.GetValue<string>() == "Succeeded")
                return job["affectedResources"]!.AsArray() is [{ } first, ..] ? first.GetValue<string>().Split('/')[^1] : "";
            if ((int)status is >= 400 and < 500 || attempt == MaxTries)
                throw new DriverException(status, job);
            await Task.Delay(TimeSpan.FromSeconds(PollSeconds), site.Clock, TestContext.Current.CancellationToken);
        }
    }

    public Task<string> InvokeAsync(string path, JsonObject? parameters, FieldDriver? remote = null) =>
        ChangeAsync("PUT", path + "/invoke", parameters is null ? null : new JsonObject { ["parameters"] = parameters }, remote, noWait: remote is not null);

    /// <summary>A volume of some blocks, with a path to it.</summary>
    public async Task<int> MakeVolumeAsync(long blocks, bool mapped = true)
    {
        var id = int.Parse(await ChangeAsync("POST", "ldevs", new JsonObject { ["poolId"] = 0, ["blockCapacity"] = blocks, ["isParallelExecutionEnabled"] = true }), System.Globalization.CultureInfo.InvariantCulture);
        if (mapped)
            await ChangeAsync("POST", "luns", new JsonObject { ["portIds"] = new JsonArray("CL1-A", "CL2-A"), ["hostGroupNumber"] = 0, ["ldevId"] = id });
        var volume = await GetAsync("ldevs/" + id);
        Assert.Equal("NML", volume["status"]!.GetValue<string>());
        Assert.NotEqual("NOT DEFINED", volume["emulationType"]!.GetValue<string>());
        return id;
    }

    public async Task DeleteVolumeAsync(int id)
    {
        foreach (var port in (await GetAsync("ldevs/" + id))["ports"]?.AsArray() ?? [])
            await ChangeAsync("DELETE", $"luns/{port!["portId"]},{port["hostGroupNumber"]},{port["lun"]}");
        await ChangeAsync("DELETE", "ldevs/" + id);
    }

    /// <summary>The lowest journal number nobody has, with one volume.</summary>
    public async Task<int> MakeJournalAsync(long blocks)
    {
        var volume = await MakeVolumeAsync(blocks, mapped: false);
        var used = (await GetAsync("journals?journalInfo=basic"))["data"]!.AsArray().Select(j => j!["journalId"]!.GetValue<int>()).ToHashSet();
        var id = Enumerable.Range(0, 256).First(n => !used.Contains(n));
        await ChangeAsync("POST", "journals", new JsonObject { ["journalId"] = id, ["ldevIds"] = new JsonArray(volume) });
        Assert.Equal(volume, (await GetAsync("journals/" + id))["firstLdevId"]!.GetValue<int>());
        return id;
    }

    public async Task DeleteJournalAsync(int id)
    {
        var volume = (await GetAsync("journals/" + id))["firstLdevId"]!.GetValue<int>();
        await ChangeAsync("DELETE", "journals/" + id);
        await DeleteVolumeAsync(volume);
    }

    /// <summary>Does something while both arrays are locked, the one with the greater id first.</summary>
    public static async Task LockedAsync(FieldDriver one, FieldDriver other, Func<Task> work)
    {
        var order = new[] { one, other }.OrderByDescending(d => d.StorageId, StringComparer.Ordinal).ToList();
        foreach (var driver in order)
            await driver.InvokeAsync(driver.Service("lock"), new JsonObject { ["waitTime"] = 180 });
        try
        {
            await work();
        }
        finally
        {
            foreach (var driver in Enumerable.Reverse(order))
                await driver.ChangeAsync("PUT", driver.Service("unlock") + "/invoke");
        }
    }

    public async Task WaitAsync(string path, FieldDriver? remote, Func<JsonNode, bool> there)
    {
        for (var i = 0; i < 2000; i++)
        {
            if (there(await GetAsync(path, remote)))
                return;
            await Task.Delay(TimeSpan.FromSeconds(PollSeconds), site.Clock, TestContext.Current.CancellationToken);
        }
        Assert.Fail($"{path}: {await GetAsync(path, remote)}");
    }

    private string Service(string action) => $"/ConfigurationManager/v1/{storageId}/services/resource-group-service/actions/{action}";

    private async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(
        string method, string path, JsonObject? body, FieldDriver? remote, string? authorization = null, bool noWait = false)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(site.AddressOf(alias), path));
        request.Headers.TryAddWithoutValidation("Authorization", authorization ?? "Session " + _token);
        if (remote is not null)
            request.Headers.TryAddWithoutValidation("Remote-Authorization", "Session " + remote._token);
        if (method != "GET" && authorization is null)
        {
            request.Headers.TryAddWithoutValidation("Response-Max-Wait", "1800");
            request.Headers.TryAddWithoutValidation("Response-Job-Status", "Completed;");
        }
        if (noWait)
            request.Headers.TryAddWithoutValidation("Job-Mode-Wait-Configuration-Change", "NoWait");
        if (method != "GET")
            request.Content = new StringContent(body?.ToJsonString() ?? "", Encoding.UTF8, "application/json");
        using var answer = await site.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Contains("json", answer.Content.Headers.ContentType!.MediaType!, StringComparison.Ordinal);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }
}

internal sealed class DriverException(HttpStatusCode status, JsonNode body) : Exception($"{(int)status} {body}")
{
    public string? MessageId { get; } = (body["error"] ?? body)["messageId"]?.GetValue<string>();
}
