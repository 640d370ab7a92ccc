using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Tests.Support;

/// <summary>Two simulated arrays on a manual clock, and requests to them as short calls.</summary>
public sealed class Site
{
    private readonly Dictionary<string, (string Token, DateTimeOffset Used)> _tokens = [];

    public Site(Topology topology)
    {
        World = new SimulatedArrays(topology, Clock);
    }

    public static Site TwoSites() => new(Topology.Load(Repository.File("examples/topologies/two-site.yaml")).Require());

    public static Site Of(string yaml) => new(Topology.Parse(yaml).Require());

    public ManualTime Clock { get; } = new();

    public SimulatedArrays World { get; }

    public const string Objects = "/ConfigurationManager/v1/objects/";

    /// <summary>Token of a living session; a new one when the last has been idle for too long.</summary>
    public async Task<string> TokenAsync(string array)
    {
        if (_tokens.TryGetValue(array, out var known) && Clock.GetUtcNow() - known.Used < TimeSpan.FromSeconds(300))
            return (_tokens[array] = (known.Token, Clock.GetUtcNow())).Token;
        var user = World[array].Spec.Users[0];
        var headers = new SimHeaders { { "Authorization", Basic(user.Name, user.Password) }, { "Content-Length", "0" } };
        var answer = await World[array].HandleAsync(new SimRequest("POST", Objects + "sessions", "", headers, default));
        Assert.Equal(200, answer.Status);
        return (_tokens[array] = (Parse(answer)["token"]!.GetValue<string>(), Clock.GetUtcNow())).Token;
    }

    public static string Basic(string user, string password) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));

    /// <summary>Forgets the sessions, so that the next request logs in again.</summary>
    public void Forget() => _tokens.Clear();

    public async Task<SimResponse> SendAsync(string array, string method, string path, string? body = null, string? partner = null, params (string Name, string Value)[] extra)
    {
        var headers = new SimHeaders();
        foreach (var (name, value) in extra)
            headers.Add(name, value);
        headers.Add("Authorization", "Session " + await TokenAsync(array));
        if (partner is not null)
            headers.Add("Remote-Authorization", "Session " + await TokenAsync(partner));
        var bytes = body is null ? [] : Encoding.UTF8.GetBytes(body);
        headers.Add("Content-Length", bytes.Length.ToString(CultureInfo.InvariantCulture));
        if (body is not null)
            headers.Add("Content-Type", "application/json");
        var question = path.IndexOf('?', StringComparison.Ordinal);
        return await World[array].HandleAsync(new SimRequest(
            method, (path.StartsWith('/') ? "" : Objects) + (question < 0 ? path : path[..question]), question < 0 ? "" : path[question..], headers, bytes));
    }

    public async Task<JsonNode> GetAsync(string array, string path, string? partner = null)
    {
        var answer = await SendAsync(array, "GET", path, null, partner);
        Assert.True(answer.Status == 200, $"GET {path}: {answer.Status} {answer.Text}");
        return Parse(answer);
    }

    /// <summary>Sends a change and gives its job number.</summary>
    public async Task<long> AcceptAsync(string array, string method, string path, string? body = null, string? partner = null, bool noWait = true)
    {
        (string, string)[] extra = noWait ? [("Job-Mode-Wait-Configuration-Change", "NoWait")] : [];
        var answer = await SendAsync(array, method, path, body, partner, extra);
        Assert.True(answer.Status == 202, $"{method} {path}: {answer.Status} {answer.Text}");
        return Parse(answer)["jobId"]!.GetValue<long>();
    }

    /// <summary>Sends a change, lets the array carry it out, and gives the job as it stands a second later.</summary>
    public async Task<JsonNode> DoAsync(string array, string method, string path, string? body = null, string? partner = null)
    {
        var job = await AcceptAsync(array, method, path, body, partner);
        Wait(1);
        return await JobAsync(array, job);
    }

    public Task<JsonNode> JobAsync(string array, long job) => GetAsync(array, "jobs/" + job.ToString(CultureInfo.InvariantCulture));

    /// <summary>Lets time pass in steps of a second until a held answer comes; between steps the server gets its turn.</summary>
    public async Task<T> HeldAsync<T>(Task<T> task)
    {
        while (!task.IsCompleted)
        {
            while (!task.IsCompleted && Clock.Waiting == 0)
                await Task.Yield();
            if (!task.IsCompleted)
                Wait(1);
        }
        return await task;
    }

    public void Wait(double seconds) => Clock.Advance(TimeSpan.FromSeconds(seconds));

    public static JsonNode Parse(SimResponse answer) =>
        JsonNode.Parse(answer.Body.Span, documentOptions: new JsonDocumentOptions { MaxDepth = 32 }) ?? throw new InvalidOperationException("empty answer");
}
