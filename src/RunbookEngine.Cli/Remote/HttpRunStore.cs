using System.Text.Json;
using RunbookEngine.Journal;
using RunbookEngine.Locks;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Remote;

/// <summary>The runs of a server as a store to read from, so that every page is made here as it is for a store of one's own. What changes a run is asked of the server.</summary>
internal sealed class HttpRunStore : IRunStore
{
    private HttpRunStore(ServerClient server, string person) => (Server, Person) = (server, person);

    public ServerClient Server { get; }

    /// <summary>Who the server knows the key's holder as.</summary>
    public string Person { get; }

    public string Name => Server.Address.ToString();

    public static async Task<HttpRunStore> OpenAsync(Uri address, string key, CancellationToken cancellationToken)
    {
        var server = new ServerClient(address, key);
        return new HttpRunStore(server, (await server.GetAsync("me", cancellationToken)).GetProperty("name").GetString()!);
    }

    /// <summary>Says something to a run, and reads where it stands then.</summary>
    public async Task<RunState> ActAsync(RunId run, string what, object body, CancellationToken cancellationToken)
    {
        await Server.PostAsync($"runs/{run}/{what}", body, cancellationToken);
        return (await this.LoadAsync(run, cancellationToken))!;
    }

    public async Task<IReadOnlyList<JournalEntry>> ReadAsync(RunId run, int after, CancellationToken cancellationToken)
    {
        var found = new List<JournalEntry>();
        while (true)
        {
            if (await Server.FindAsync($"runs/{run}/events?after={after}&limit=1000", cancellationToken) is not { } page)
                return found;
            foreach (var e in page.GetProperty("items").EnumerateArray())
                found.Add(new JournalEntry(run, e.GetProperty("sequence").GetInt32(), e.GetProperty("at").GetDateTimeOffset(), Text(e, "type")!, Text(e, "payload")!, Text(e, "hash")!)
                {
                    Redacted = e.TryGetProperty("redacted", out var redacted) && redacted.ValueKind == JsonValueKind.True,
                });
            if (page.GetProperty("next").ValueKind == JsonValueKind.Null)
                return found;
            after = found[^1].Sequence;
        }
    }

    public async Task<RunSummary?> FindAsync(RunId run, CancellationToken cancellationToken)
    {
        if (await Server.FindAsync($"runs/{run}", cancellationToken) is not { } found)
            return null;
        return Summary(found.GetProperty("run")) with { Sequence = found.GetProperty("events").GetInt32() };
    }

    public async Task<IReadOnlyList<RunSummary>> ListAsync(RunFilter filter, CancellationToken cancellationToken)
    {
        var found = new List<RunSummary>();
        var cursor = filter.Before?.ToString();
        while (true)
        {
            var query = new List<(string, string?)> { ("runbook", filter.Runbook), ("environment", filter.Environment), ("actor", filter.Actor), ("ticket", filter.Ticket), ("cursor", cursor), ("limit", $"{filter.Limit - found.Count}") };
            query.AddRange((filter.Outcomes ?? []).Select(o => ("outcome", (string?)Words.Of(o))));
            var page = await Server.GetAsync("runs?" + string.Join('&', query.Where(q => q.Item2 is not null).Select(q => $"{q.Item1}={Uri.EscapeDataString(q.Item2!)}")), cancellationToken);
            found.AddRange(page.GetProperty("items").EnumerateArray().Select(Summary));
            cursor = Text(page, "next");
            if (cursor is null || found.Count >= filter.Limit)
                return found;
        }
    }

    public async Task<IReadOnlyList<HeldLock>> ListLocksAsync(CancellationToken cancellationToken) =>
    [
        .. (await Server.GetAsync("locks", cancellationToken)).GetProperty("items").EnumerateArray().Select(Lock),
    ];

    public async Task<Lease?> FindLeaseAsync(RunId run, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await Server.FindAsync($"runs/{run}", cancellationToken) is not { } found || found.GetProperty("drivenBy") is not { ValueKind: JsonValueKind.Object } lease)
            return null;
        // The host is named as the server sees it: nobody here can tell whether that process lives.
        return new Lease(Text(lease, "engine")!, $"{Text(lease, "host")} (server)", lease.GetProperty("process").GetInt32(), default, lease.GetProperty("until").GetDateTimeOffset());
    }

    public ValueTask DisposeAsync()
    {
        Server.Dispose();
        return ValueTask.CompletedTask;
    }

    public Task<HeldLock?> StartAsync(RunSummary run, IReadOnlyList<JournalEntry> entries, IReadOnlyList<LockName> locks, CancellationToken cancellationToken) => throw NotHere();

    public Task AppendAsync(RunSummary run, IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken) => throw NotHere();

    public Task<JournalNews> NewsAsync(long after, CancellationToken cancellationToken) => throw NotHere();

    public Task<bool> BreakLockAsync(LockName name, CancellationToken cancellationToken) => throw NotHere();

    public Task<HeldLock?> RetakeLocksAsync(RunId run, IReadOnlyList<LockName> locks, CancellationToken cancellationToken) => throw NotHere();

    public Task<Lease?> TakeLeaseAsync(RunId run, Lease lease, DateTimeOffset now, CancellationToken cancellationToken) => throw NotHere();

    public Task<IReadOnlySet<RunId>> RenewLeasesAsync(IReadOnlyCollection<RunId> runs, Lease lease, CancellationToken cancellationToken) => throw NotHere();

    public Task ReleaseLeaseAsync(RunId run, string engine, CancellationToken cancellationToken) => throw NotHere();

    public static HeldLock Lock(JsonElement held) => new(
        new LockName(Text(held, "storageDeviceId")!, Text(held, "copyGroup")!), RunId.TryParse(Text(held, "run")!)!.Value, Text(held, "runbook")!, Text(held, "actor")!, held.GetProperty("since").GetDateTimeOffset());

    private static RunSummary Summary(JsonElement run) => new()
    {
        Id = RunId.TryParse(Text(run, "id")!)!.Value,
        Runbook = Text(run, "runbook")!,
        Environment = Text(run, "environment")!,
        Mode = Text(run, "mode"),
        Ticket = Text(run, "ticket"),
        Actor = Text(run, "actor")!,
        Outcome = run.GetProperty("outcome").Deserialize<RunOutcome>(),
        Sequence = 0,
        StartedAt = run.GetProperty("startedAt").GetDateTimeOffset(),
        EndedAt = run.GetProperty("endedAt").ValueKind == JsonValueKind.Null ? null : run.GetProperty("endedAt").GetDateTimeOffset(),
        Parent = Text(run, "parent") is { } parent ? RunId.TryParse(parent) : null,
    };

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static NotSupportedException NotHere() => new("A server's runs are changed by the server.");
}
