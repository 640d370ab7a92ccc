using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using RunbookEngine.Journal;
using RunbookEngine.Locks;
using RunbookEngine.Plans;
using RunbookEngine.Rehearsal.Cases;
using RunbookEngine.Rehearsal.Clocks;
using RunbookEngine.Rehearsal.Rooms;
using RunbookEngine.Runs;
using RunbookEngine.Simulator.Hosting;

namespace RunbookEngine.Rehearsal.Tests.Recorded;

/// <summary>Carries one run on in a rehearsal's room, from its start or from the first events of a journal of an earlier version.</summary>
internal sealed partial class JournalPlay(RehearsalSetting setting, RehearsalCase play, RunId run)
{
    private const int MaxLives = 40;

    public CaseRoom Room { get; } = new(setting, play);

    /// <summary>State-changing requests that stand in the journal that was carried on; the arrays had them before this engine began.</summary>
    public int RequestsBefore { get; private set; }

    /// <summary>Puts the arrays and the store where the journal's first events left them, and lets a crash pass.</summary>
    /// <param name="sendsPending">The request that was announced last, and of which no more is known, had reached its array.</param>
    public async Task BeginWithAsync(IReadOnlyList<JournalEntry> entries, bool sendsPending)
    {
        LogIn(entries[0].Payload);
        using var arrays = new Replay(Room, setting);
        var events = entries.Select(EventJson.Read).ToList();
        var known = events.OfType<OperationAccepted>().Select(a => (a.Step, a.Operation)).ToHashSet();
        var over = events.OfType<OperationConcluded>().ToDictionary(c => (c.Step, c.Operation, entries[events.IndexOf(c)].Sequence), c => c.Result);
        foreach (var (entry, e) in entries.Zip(events))
        {
            Room.Time.Pass(entry.At - Room.Time.GetUtcNow());
            if (e is not OperationIntended { Array.Length: > 0 } intended)
                continue;
            var end = over.Where(o => (o.Key.Step, o.Key.Operation) == (intended.Step, intended.Operation)).Select(o => (OperationResult?)o.Value).FirstOrDefault();
            if (end is null ? known.Contains((intended.Step, intended.Operation)) || sendsPending : end == OperationResult.Done)
            {
                await arrays.SendAsync(intended);
                RequestsBefore++;
            }
        }

        var state = RunFold.All(entries)!;
        var summary = new RunSummary
        {
            Id = run,
            Runbook = state.Plan.Runbook,
            Environment = state.Plan.Environment.Name,
            Mode = state.Plan.Mode,
            Ticket = state.Ticket,
            Actor = state.Actor,
            Outcome = state.Outcome,
            Sequence = state.Sequence,
            StartedAt = state.StartedAt,
            EndedAt = state.EndedAt,
        };
        await Room.Store.StartAsync(summary, entries, PlanLocks.Of(state.Plan), CancellationToken.None);
        Room.Time.Pass(EngineLife.LeaseTime + TimeSpan.FromSeconds(5));
    }

    /// <summary>Until the run has ended, or nobody has anything to say any more.</summary>
    /// <param name="people">What people do between two engines, beside approvals and answers; true when they did something. It is asked first.</param>
    public RunState Drive(Func<RunState, Task<bool>>? people = null)
    {
        var rehearsed = new People(Room);
        var until = RehearsalSetting.Start + setting.Longest;
        for (var life = 1; life <= MaxLives; life++)
        {
            var engine = new EngineLife(Room, life);
            Task? driving = null;
            var end = Room.Pump.Run(engine.Process, () => driving = DriveAsync(engine.Engine), until, TestContext.Current.CancellationToken);
            if (end == PumpEnd.Died)
            {
                Room.Time.Pass(EngineLife.LeaseTime + TimeSpan.FromMinutes(1));
                if (people is not null && Load() is { } waiting)
                    people(waiting).GetAwaiter().GetResult();
                continue;
            }

            Assert.Equal(PumpEnd.Done, end);
            driving!.GetAwaiter().GetResult();
            Room.Pump.Run(engine.Process, engine.LeaveAsync, until, TestContext.Current.CancellationToken);
            engine.Process.Kill();
            var state = Load()!;
            if (people is not null && people(state).GetAwaiter().GetResult())
                continue;
            if (state.IsEnded || !rehearsed.ActAsync().GetAwaiter().GetResult())
            {
                Room.Settle();
                return state;
            }
        }

        throw new InvalidOperationException($"The run was carried on {MaxLives} times and did not come to an end.");
    }

    /// <summary>The credentials that the recorded environment refers to exist in this process, as they did in the one that recorded.</summary>
    private void LogIn(string started)
    {
        foreach (var name in CredentialName().Matches(started).Select(m => m.Value).Distinct())
        {
            var user = setting.Topology.Arrays.First(a => name.Contains(a.StorageDeviceId, StringComparison.Ordinal)).Users[0];
            Environment.SetEnvironmentVariable(name + "_USER", user.Name);
            Environment.SetEnvironmentVariable(name + "_PASSWORD", user.Password);
        }
    }

    [GeneratedRegex("RUNBOOK_REHEARSAL_[0-9]+_[0-9A-F]+")]
    private static partial Regex CredentialName();

    public RunState? Load() => Room.Store.LoadAsync(run, CancellationToken.None).GetAwaiter().GetResult();

    public IReadOnlyList<JournalEntry> Journal() => Room.Store.ReadAsync(run, 0, CancellationToken.None).GetAwaiter().GetResult();

    public IReadOnlyList<string> Pairs() =>
        [.. PairPicture.Of(Room.World).Pairs.Select(p => $"{p.CopyGroup}/{p.Pair} {p.PvolStatus}/{p.SvolStatus} {p.PvolArray}").Order(StringComparer.Ordinal)];

    private async Task DriveAsync(RunEngine engine)
    {
        if (await Room.Store.FindAsync(run, CancellationToken.None) is null)
            await engine.StartAsync(setting.Plan, new StartRequest(RehearsalSetting.Actor, Id: run), CancellationToken.None);
        await engine.DriveAsync(run, RehearsalSetting.Actor, SilentObserver.Instance, CancellationToken.None);
    }

    /// <summary>Sends what a journal says was sent, with the remote array's session where the request names no other way.</summary>
    private sealed class Replay(CaseRoom room, RehearsalSetting setting) : IDisposable
    {
        private readonly HttpClient _http = new(new InMemoryHandler(room.World));
        private readonly Dictionary<string, string> _tokens = [];

        public async Task SendAsync(OperationIntended intended)
        {
            using var request = new HttpRequestMessage(new HttpMethod(intended.Request.Method), new Uri(InMemoryHandler.AddressOf(intended.Array), intended.Request.Path));
            if (intended.Request.Body is { } body)
                request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            request.Headers.Authorization = new AuthenticationHeaderValue("Session", await TokenAsync(intended.Array));
            if (setting.Topology.Arrays.FirstOrDefault(a => a.Alias != intended.Array) is { } other)
                request.Headers.Add("Remote-Authorization", $"Session {await TokenAsync(other.Alias)}");
            using var answer = await _http.SendAsync(request);
            Assert.True(answer.IsSuccessStatusCode, $"{intended.Request.Method} {intended.Request.Path}: {await answer.Content.ReadAsStringAsync()}");
        }

        public void Dispose() => _http.Dispose();

        private async Task<string> TokenAsync(string alias)
        {
            if (_tokens.TryGetValue(alias, out var known))
                return known;
            var user = setting.Topology.Arrays.First(a => a.Alias == alias).Users[0];
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(InMemoryHandler.AddressOf(alias), "/ConfigurationManager/v1/objects/sessions"));
            request.Content = new StringContent("""{ "aliveTime": 300 }""", Encoding.UTF8, "application/json");
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user.Name}:{user.Password}")));
            using var answer = await _http.SendAsync(request);
            using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            return _tokens[alias] = json.RootElement.GetProperty("token").GetString()!;
        }
    }
}
