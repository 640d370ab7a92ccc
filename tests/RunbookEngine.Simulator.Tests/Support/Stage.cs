using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Clocks;
using RunbookEngine.Simulator.Hosting;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Tests.Support;

/// <summary>The arrays of a topology as an HTTP client meets them: over sockets, or in memory. Time is moved by hand.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly SimulatorHost? _host;
    private readonly ManualTime _manual;
    private readonly SimulatedArrays _world;

    private Stage(SimulatorHost? host, SimulatedArrays world, ManualTime manual, HttpClient client) => (_host, _world, _manual, Client) = (host, world, manual, client);

    public HttpClient Client { get; }

    public SimulatedArrays World => _world;

    /// <param name="sockets">Real HTTP; otherwise the in-memory handler.</param>
    public static async Task<Stage> OpenAsync(Topology topology, bool sockets)
    {
        var manual = new ManualTime();
        var clock = new ScaledClock(manual, 1);
        if (!sockets)
        {
            var world = new SimulatedArrays(topology, clock);
            return new Stage(null, world, manual, new HttpClient(new InMemoryHandler(world)));
        }
        var host = await SimulatorHost.StartAsync(topology, new SimulatorOptions { Clock = clock });
        return new Stage(host, host.World, manual, new HttpClient());
    }

    public Uri AddressOf(string alias) => _host is null ? InMemoryHandler.AddressOf(alias) : _host.Arrays.Single(a => a.Alias == alias).Endpoint;

    public Uri ControlAddress => _host?.ControlAddress ?? InMemoryHandler.ControlAddress;

    public void Wait(double seconds) => _manual.Advance(TimeSpan.FromSeconds(seconds));

    public async Task<JsonNode> ControlAsync(string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(ControlAddress, "/control/" + path));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    public async Task<string> LoginAsync(string alias, string user = "runbook", string password = "runbook-demo")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(AddressOf(alias), "/ConfigurationManager/v1/objects/sessions"))
        {
            Content = new StringContent("{}", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = AuthenticationHeaderValue.Parse(Site.Basic(user, password));
        using var answer = await Client.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["token"]!.GetValue<string>();
    }

    public Task<HttpResponseMessage> SendAsync(string alias, string method, string path, string token, string? body = null, string? remote = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(AddressOf(alias), (path.StartsWith('/') ? "" : Site.Objects) + path));
        request.Headers.TryAddWithoutValidation("Authorization", "Session " + token);
        if (remote is not null)
            request.Headers.TryAddWithoutValidation("Remote-Authorization", "Session " + remote);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return Client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_host is not null)
            await _host.DisposeAsync();
    }
}
