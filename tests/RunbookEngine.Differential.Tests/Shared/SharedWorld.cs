using System.Text;
using System.Text.Json.Nodes;
using RunbookEngine.Differential.Tests.Arrays;
using RunbookEngine.Differential.Tests.Readings;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Differential.Tests.Shared;

/// <summary>Simulated arrays on a clock that stands still, for pairs that share volumes; each command is carried out and settles.</summary>
internal sealed class SharedWorld
{
    private static readonly TimeSpan Settling = TimeSpan.FromHours(2);

    private readonly StandingClock _clock = new();
    private readonly Dictionary<string, string> _tokens;

    public SharedWorld(string yaml)
    {
        var topology = Topology.Parse(yaml).Require() with { Switches = KnownReadings.Switches };
        World = new SimulatedArrays(topology, _clock);
        _tokens = World.Arrays.ToDictionary(a => a.Alias, a => a.Servers[0].Sessions.Create(a.Spec.Users[0], TimeSpan.FromDays(36_500), "127.0.0.1")!.Token);
    }

    public SimulatedArrays World { get; }

    public void Settle()
    {
        _clock.Advance(Settling);
        World.AdvanceToNow();
    }

    /// <returns>changed, no-op or refused.</returns>
    public async Task<string> SendAsync(string asked, string method, string path, JsonObject? body, string? partner = null)
    {
        var headers = new SimHeaders { { "Authorization", "Session " + _tokens[asked] }, { "Job-Mode-Wait-Configuration-Change", "NoWait" } };
        if (partner is not null)
            headers.Add("Remote-Authorization", "Session " + _tokens[partner]);
        var bytes = Encoding.UTF8.GetBytes(body?.ToJsonString() ?? "");
        headers.Add("Content-Length", bytes.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var before = World.Ledger.Since().Count;
        var answer = await World[asked].HandleAsync(new SimRequest(method, "/ConfigurationManager/v1/objects/" + path, "", headers, bytes));
        if (answer.Status != 202)
            return "refused";
        _clock.Advance(TimeSpan.FromSeconds(5));
        World.AdvanceToNow();
        var effect = World.Ledger.Since().Skip(before).Last().Effect;
        return effect == "failed" ? "refused" : effect;
    }

    public static string Expected(Prediction prediction) => prediction switch
    {
        Prediction.Accepted => "changed",
        Prediction.NothingHappens => "no-op",
        Prediction.Rejected => "refused",
        _ => "open",
    };
}
