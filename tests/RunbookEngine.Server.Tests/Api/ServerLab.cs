using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RunbookEngine.Documents;
using RunbookEngine.Language.Documents;
using RunbookEngine.Persistence.Memory;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Hosting;
using RunbookEngine.Simulator.Hosting;
using Role = RunbookEngine.Server.Access.Role;

namespace RunbookEngine.Server.Tests.Api;

/// <summary>A server on a free port of this machine, with a store in memory, and simulated arrays when they are asked for.</summary>
internal sealed class ServerLab : IAsyncDisposable
{
    public const string Environment = "lab";

    private readonly SimulatorHost? _arrays;
    private readonly List<IDisposable> _clients = [];

    private ServerLab(ServerHost host, IEngineStore store, SimulatorHost? arrays, LabLog log) => (Host, Store, _arrays, Log) = (host, store, arrays, log);

    public ServerHost Host { get; }

    public IEngineStore Store { get; }

    public LabLog Log { get; }

    /// <summary>State-changing requests that the arrays have seen so far.</summary>
    public int Asked => _arrays!.World.Ledger.Since().Count;

    public Uri Address => new(Host.Addresses[0]);

    /// <summary>Text of the environment with the simulated arrays.</summary>
    public string EnvironmentText { get; private set; } = "";

    /// <summary>Asks the simulator for something to happen, or for what there is.</summary>
    public async Task<JsonElement> ControlAsync(string path, string? body = null)
    {
        using var client = new HttpClient { BaseAddress = new Uri(_arrays!.ControlAddress.GetLeftPart(UriPartial.Authority)) };
        var answer = body is null ? await client.GetAsync($"/control/{path}")
            : await client.PostAsync($"/control/{path}", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync());
    }

    /// <param name="configuration">Text of the configuration file.</param>
    /// <param name="arrays">Simulated arrays, and the environment <see cref="Environment"/> with them.</param>
    public static async Task<ServerLab> StartAsync(string configuration = "", bool arrays = false, Action<IServiceCollection>? more = null)
    {
        var simulator = arrays ? await SimulatorHost.StartAsync(Simulator.Topologies.Topology.Parse(File.ReadAllText(Repository.File("examples/topologies/two-site.yaml")), "two-site.yaml").Topology!, new SimulatorOptions { Speed = 3600 }) : null;
        var store = new MemoryRunStore(TimeProvider.System);
        var settings = SettingsReader.Read(
            configuration.Length == 0 ? null : new SourceFile("server.yaml", configuration), ServerComposition.Sections, [],
            [KeyValuePair.Create("server:urls:0", (string?)"http://127.0.0.1:0")]);
        Assert.Empty(settings.Diagnostics);
        var log = new LabLog();
        var host = ServerHost.Create(settings, store, TimeProvider.System, services =>
        {
            services.AddLogging(b => b.ClearProviders().AddProvider(log));
            more?.Invoke(services);
        });
        var lab = new ServerLab(host, store, simulator, log);
        if (simulator is not null)
            await lab.UploadEnvironmentAsync(simulator);
        await host.StartAsync(TestContext.Current.CancellationToken);
        return lab;
    }

    public async Task<string> KeyAsync(string name, params Grant[] grants) =>
        (await Host.Services.GetRequiredService<ApiKeys>().CreateAsync(name, grants, null, "lab", TestContext.Current.CancellationToken)).Text;

    /// <summary>A client with a new key; without grants one with none.</summary>
    public async Task<HttpClient> ClientAsync(string name, params Grant[] grants)
    {
        var client = Stranger();
        if (grants.Length > 0)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await KeyAsync(name, grants));
        return client;
    }

    public Task<HttpClient> ClientAsync(string name, Role role) => ClientAsync(name, new Grant(role));

    public HttpClient Stranger()
    {
        var client = new HttpClient { BaseAddress = new Uri(Address, "/api/v1/"), Timeout = TimeSpan.FromSeconds(60) };
        _clients.Add(client);
        return client;
    }

    public static async Task UploadAsync(HttpClient author, string file, string? name = null)
    {
        var text = await File.ReadAllTextAsync(Repository.File(file));
        var answer = await author.PutAsync($"runbooks/{name ?? Path.GetFileNameWithoutExtension(file)}", new StringContent(text));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Starts a run and gives its id.</summary>
    public static async Task<string> StartAsync(HttpClient client, object order)
    {
        var answer = await client.PostAsJsonAsync("runs", order);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonElement.Parse(text).GetProperty("id").GetString()!;
    }

    /// <summary>Asks until the run stands as wanted.</summary>
    public static async Task<JsonElement> WaitAsync(HttpClient client, string run, string outcome)
    {
        for (var i = 0; i < 600; i++)
        {
            var answer = await client.GetFromJsonAsync<JsonElement>($"runs/{run}");
            if (answer.GetProperty("run").GetProperty("outcome").GetString() == outcome)
                return answer;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"run {run} is not {outcome}: {await client.GetStringAsync($"runs/{run}")}");
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(c => c.Dispose());
        await Host.StopAsync(CancellationToken.None);
        await Host.DisposeAsync();
        if (_arrays is not null)
            await _arrays.DisposeAsync();
    }

    private async Task UploadEnvironmentAsync(SimulatorHost simulator)
    {
        var arrays = simulator.Arrays.Select(array =>
        {
            var name = $"LAB_{array.StorageDeviceId}";
            System.Environment.SetEnvironmentVariable(name + "_USER", array.User);
            System.Environment.SetEnvironmentVariable(name + "_PASSWORD", array.Password);
            return $"  {array.Alias}: {{ endpoint: \"{array.Endpoint.GetLeftPart(UriPartial.Authority)}\", storageDeviceId: \"{array.StorageDeviceId}\", credentials: \"env:{name}\" }}\n";
        });
        var text = $"environment: v1\nname: {Environment}\narrays:\n{string.Concat(arrays)}links: [[tokyo, osaka]]\nlimits: {{ pollInterval: 100ms }}\n"
            + $"approvers: {{ dr-coordinators: [akiko, ben, chen] }}\nnotify: {{ storage-oncall: {{ webhook: \"{simulator.ControlAddress.GetLeftPart(UriPartial.Authority)}/control/notices\" }} }}\n";
        await Host.Services.GetRequiredService<RunbookEngine.Server.Running.EnvironmentLibrary>().PutAsync(Environment, text, 0, "lab", CancellationToken.None);
        EnvironmentText = text;
    }
}
