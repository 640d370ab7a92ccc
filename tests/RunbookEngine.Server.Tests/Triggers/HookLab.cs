using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RunbookEngine.Documents;
using RunbookEngine.Language.Documents;
using RunbookEngine.Persistence.Memory;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Hosting;
using RunbookEngine.Server.Records;
using RunbookEngine.Server.Tests.Api;
using Role = RunbookEngine.Server.Access.Role;

namespace RunbookEngine.Server.Tests.Triggers;

/// <summary>One or more servers on one store, a runbook that touches no array, and senders that sign.</summary>
internal sealed class HookLab : IAsyncDisposable
{
    /// <summary>Variable with the secret that requests are signed with unless told otherwise.</summary>
    public const string SecretVariable = "RUNBOOK_TEST_HOOK_SECRET";

    public const string Secret = "0123456789abcdef-first-secret-0123456789";

    public const string Runbook = """
        runbook: v1
        name: drill
        inputs:
          app: { type: string, default: erp, pattern: "[a-z]+" }
        steps:
          - { id: rest, when: "inputs.app != 'nothing'", delay: { for: 1s } }
        """;

    private readonly List<ServerHost> _hosts = [];
    private readonly List<IEngineStore> _stores;
    private readonly List<HttpClient> _clients = [];

    private HookLab(List<IEngineStore> stores, TimeProvider clock) => (_stores, Clock) = (stores, clock);

    public TimeProvider Clock { get; }

    public LabLog Log { get; } = new();

    public IEngineStore Store => _stores[0];

    public HttpClient Admin { get; private set; } = null!;

    public IReadOnlyList<ServerHost> Hosts => _hosts;

    /// <param name="stores">One for each server; one in memory for one server when left out.</param>
    public static async Task<HookLab> StartAsync(TimeProvider? clock = null, params IEngineStore[] stores)
    {
        System.Environment.SetEnvironmentVariable(SecretVariable, Secret);
        var time = clock ?? TimeProvider.System;
        var lab = new HookLab(stores.Length > 0 ? [.. stores] : [new MemoryRunStore(time)], time);
        foreach (var store in lab._stores)
        {
            var settings = SettingsReader.Read(new SourceFile("server.yaml", "schedules: { environment: lab }\nlimits: { requestsPerMinute: 100000 }"), ServerComposition.Sections, [], [KeyValuePair.Create("server:urls:0", (string?)"http://127.0.0.1:0")]);
            Assert.Empty(settings.Diagnostics);
            var host = ServerHost.Create(settings, store, time, services => services.AddLogging(b => b.ClearProviders().AddProvider(lab.Log)));
            await host.StartAsync(CancellationToken.None);
            lab._hosts.Add(host);
        }

        lab.Admin = await lab.ClientAsync("ann", new Grant(Role.Admin));
        await lab._hosts[0].Services.GetRequiredService<RunbookEngine.Server.Running.EnvironmentLibrary>().PutAsync("lab", """
            environment: v1
            name: lab
            arrays:
              tokyo: { endpoint: "https://127.0.0.1:1", storageDeviceId: "900000040014", credentials: "env:NOBODY" }
            """, 0, "lab", CancellationToken.None);
        await lab.PutAsync("runbooks/drill", Runbook);
        return lab;
    }

    public async Task<HttpClient> ClientAsync(string name, params Grant[] grants)
    {
        var client = new HttpClient { BaseAddress = new Uri(new Uri(_hosts[0].Addresses[0]), "/api/v1/"), Timeout = TimeSpan.FromSeconds(60) };
        _clients.Add(client);
        if (grants.Length > 0)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await _hosts[0].Services.GetRequiredService<ApiKeys>().CreateAsync(name, grants, null, "lab", CancellationToken.None)).Text);
        return client;
    }

    public async Task<JsonElement> PutAsync(string path, string text)
    {
        var answer = await Admin.PutAsync(path, new StringContent(text));
        var content = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, content);
        return JsonElement.Parse(content);
    }

    /// <summary>A request as a well-behaved sender makes it.</summary>
    /// <param name="named">The signature covers the webhook's name.</param>
    public HttpRequestMessage Signed(string hook, string body, DateTimeOffset? at = null, string? secret = null, int host = 0, bool named = true)
    {
        var timestamp = $"{(at ?? Clock.GetUtcNow()).ToUnixTimeSeconds()}";
        var request = Unsigned(hook, body, host);
        request.Headers.Add("Runbook-Timestamp", timestamp);
        request.Headers.Add("Runbook-Signature", $"sha256={Hmac(secret ?? Secret, $"{(named ? $"{Uri.UnescapeDataString(hook)}:" : "")}{timestamp}.{body}")}");
        return request;
    }

    public HttpRequestMessage Unsigned(string hook, string body, int host = 0) => new(HttpMethod.Post, new Uri(new Uri(_hosts[host].Addresses[0]), $"/hooks/{hook}"))
    {
        Content = new StringContent(body, Encoding.UTF8, "application/json"),
    };

    public static string Hmac(string secret, string text) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text)));

    /// <returns>The status, and what is said.</returns>
    public async Task<(int Status, JsonElement Said)> SendAsync(HttpRequestMessage request)
    {
        using var answer = await Admin.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
    }

    public async Task<int> RunsAsync() => (await Store.ListAsync(new Journal.RunFilter(Limit: 1000), CancellationToken.None)).Count;

    /// <summary>Everything that is on record, refused attempts that are still being gathered included.</summary>
    public async Task<IReadOnlyList<RecordEntry>> RecordAsync()
    {
        await _hosts[0].Services.GetRequiredService<Refusals>().WriteAsync(CancellationToken.None);
        return await _hosts[0].Services.GetRequiredService<ServerRecord>().ListAsync(null, 1000, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(c => c.Dispose());
        foreach (var host in _hosts)
        {
            await host.StopAsync(CancellationToken.None);
            await host.DisposeAsync();
        }

        foreach (var store in _stores.Distinct())
            await store.DisposeAsync();
    }
}
