using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Npgsql;
using RunbookEngine.Journal;
using RunbookEngine.Persistence.Postgres;
using RunbookEngine.Runs;

namespace RunbookEngine.Cluster.Tests.Support;

/// <summary>A PostgreSQL schema, simulated arrays, and nodes as processes on them.</summary>
internal sealed class ClusterLab : IAsyncDisposable
{
    /// <summary>Environment variable with the connection string; <c>tests/postgres.sh start DIR</c> prints one.</summary>
    public const string Variable = "RUNBOOK_TEST_POSTGRES";

    private const string Runbook = "cycle";
    private const string EnvironmentName = "chaos-lab";

    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "runbook.dll");

    private readonly List<RunningCommand> _started = [];
    private readonly List<NodeProcess> _nodes = [];
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(20) };
    private readonly string? _server;
    private readonly string? _schema;
    private readonly Lock _gate = new();
    private int _number;

    private ClusterLab(string connection, string? server, string? schema)
    {
        (Connection, _server, _schema) = (connection, server, schema);
        Directory.CreateDirectory(Folder);
    }

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), $"runbook-cluster-{Guid.NewGuid():N}");

    public string Connection { get; }

    public SimulatedArrays Arrays { get; private set; } = null!;

    public PostgresRunStore Store { get; private set; } = null!;

    /// <summary>The nodes that serve, but for those that were forgotten.</summary>
    public IReadOnlyList<NodeProcess> Nodes
    {
        get
        {
            lock (_gate)
                return [.. _nodes];
        }
    }

    /// <summary>A schema of its own on the tests' server; skips when there is none.</summary>
    public static async Task<ClusterLab> OpenAsync(int groups, double speed, int cycles)
    {
        var server = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(server), $"No PostgreSQL: set {Variable} to a connection string; 'tests/postgres.sh start DIR' starts a server and prints one.");
        var schema = $"c_{Guid.NewGuid():N}";
        var connection = new NpgsqlConnectionStringBuilder(server) { SearchPath = schema, MaxPoolSize = 20 }.ToString();
        var lab = new ClusterLab(connection, server, schema);
        await lab.ExecuteAsync($"create schema {schema}");
        await lab.PrepareAsync(groups, speed, cycles);
        return lab;
    }

    /// <summary>On a database of the test's own.</summary>
    public static async Task<ClusterLab> OpenAsync(string connection, int groups, double speed, int cycles)
    {
        var lab = new ClusterLab(connection, null, null);
        await lab.PrepareAsync(groups, speed, cycles);
        return lab;
    }

    public async Task<NodeProcess> StartNodeAsync()
    {
        var name = $"node{Interlocked.Increment(ref _number)}";
        var start = Command("serve", "--urls", "http://127.0.0.1:0", "--environment", Path.Combine(Folder, "env.yaml"));
        start.Environment["RUNBOOK__CLUSTER__NODE"] = name;
        start.Environment["RUNBOOK__LIMITS__REQUESTSPERMINUTE"] = "100000";
        var process = new RunningCommand(start);
        lock (_gate)
            _started.Add(process);
        var node = await NodeProcess.StartedAsync(process, name);
        lock (_gate)
            _nodes.Add(node);
        return node;
    }

    public void Forget(NodeProcess node)
    {
        lock (_gate)
            _nodes.Remove(node);
    }

    /// <summary>Orders a run on the copy group of that number, from any node, until one takes the order. The key makes it one run.</summary>
    public async Task<RunId> OrderAsync(int group, Random random)
    {
        while (true)
        {
            var node = Nodes is { Count: > 0 } there ? there[random.Next(there.Count)] : null;
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, $"{node!.Address}/api/v1/runs")
                {
                    Content = JsonContent.Create(new { runbook = Runbook, environment = EnvironmentName, inputs = new { group = GroupName(group) } }),
                };
                request.Headers.Add("Idempotency-Key", $"order-{group}");
                using var answer = await _client.SendAsync(request);
                var text = await answer.Content.ReadAsStringAsync();
                if (answer.IsSuccessStatusCode)
                    return RunId.TryParse(JsonElement.Parse(text).GetProperty("id").GetString()!)!.Value;
                Assert.True((int)answer.StatusCode >= 500 || (int)answer.StatusCode is 409 or 429, $"{answer.StatusCode} {text}");
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or NullReferenceException)
            {
                // The node has just died, or none is there.
            }

            await Task.Delay(100);
        }
    }

    public async Task<JsonElement> GetAsync(NodeProcess node, string path) => JsonElement.Parse(await _client.GetStringAsync($"{node.Address}/api/v1/{path}"));

    public async Task<IReadOnlyList<RunSummary>> RunsAsync() => await Store.ListAsync(new RunFilter(Limit: 1000), CancellationToken.None);

    /// <summary>What is wrong with what the arrays were asked: empty when every group of the runs saw its cycles once, and nothing else.</summary>
    public async Task<IReadOnlyList<string>> LedgerFaultsAsync(IEnumerable<int> groups, int cycles)
    {
        var ledger = await Arrays.LedgerAsync();
        return
        [
            .. groups.Select(GroupName).SelectMany(group => new[] { "split", "resync" }
                .Select(action => (action, group, Count: ledger.GetValueOrDefault((action, group))))
                .Where(e => e.Count != cycles)
                .Select(e => $"{e.group}: {e.action} {e.Count} times instead of {cycles}")),
        ];
    }

    /// <summary>Why runs stand where they stand, for the message of a test that failed.</summary>
    public async Task<string> StoryAsync(RunSummary run)
    {
        var text = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"{run.Id} {run.Outcome}");
        foreach (var entry in await Store.ReadAsync(run.Id, 1, CancellationToken.None))
            text.AppendLine(CultureInfo.InvariantCulture, $"  {entry.Sequence,3} {entry.At:HH:mm:ss.fff} {entry.Type} {entry.Payload[..Math.Min(300, entry.Payload.Length)]}");
        return text.ToString();
    }

    public string Logs() => string.Join('\n', _started.Select(p => p.Error is { Length: > 5000 } long_ ? long_[^5000..] : p.Error));

    public static string GroupName(int number) => $"grp-{number:000}";

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _started)
            await process.DisposeAsync();
        if (Store is not null)
            await Store.DisposeAsync();
        _client.Dispose();
        if (_schema is not null)
            await ExecuteAsync($"drop schema {_schema} cascade");
        Directory.Delete(Folder, recursive: true);
    }

    private async Task PrepareAsync(int groups, double speed, int cycles)
    {
        await File.WriteAllTextAsync(Path.Combine(Folder, "topology.yaml"), ClusterFiles.Topology(groups, speed));
        await File.WriteAllTextAsync(Path.Combine(Folder, "cycle.yaml"), ClusterFiles.Runbook(cycles));
        var simulator = new RunningCommand(Command("simulate", "topology.yaml", "--port", "0", "--write-environment", Path.Combine(Folder, "env.yaml")));
        _started.Add(simulator);
        Assert.True(await simulator.SaysAsync("control "), simulator.HasExited ? (await simulator.EndAsync()).ToString() : "no simulator");
        Arrays = new SimulatedArrays(simulator, Path.Combine(Folder, "env.yaml"));
        var made = await EndAsync("serve", "--new-key", "chaos", "--role", "admin", "--output", "json");
        Assert.True(made.Exit == 0, made.ToString());
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", made.Json.GetProperty("key").GetString());
        Store = await PostgresRunStore.OpenAsync(Connection, TimeProvider.System, CancellationToken.None);
    }

    /// <summary>Uploads the runbook.</summary>
    public async Task UploadAsync(NodeProcess node)
    {
        using var content = new StringContent(await File.ReadAllTextAsync(Path.Combine(Folder, "cycle.yaml")), Encoding.UTF8, "application/yaml");
        using var answer = await _client.PutAsync($"{node.Address}/api/v1/runbooks/{Runbook}", content);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    private async Task<CommandResult> EndAsync(params string[] arguments)
    {
        var process = new RunningCommand(Command(arguments));
        _started.Add(process);
        return await process.EndAsync();
    }

    private ProcessStartInfo Command(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Program, .. arguments]) { WorkingDirectory = Folder };
        start.Environment["RUNBOOK_STORE"] = Connection;
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        return start;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_server) { Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
