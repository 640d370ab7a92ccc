using System.Text.Json.Nodes;
using RunbookEngine.Differential.Tests.Sequences;
using RunbookEngine.Replication.Groups;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Simulator.Faults;
using RunbookEngine.Simulator.RemoteCopies;
using RunbookEngine.Testing;

namespace RunbookEngine.Differential.Tests.Shared;

/// <summary>Random operations on the three copies of three sites: TrueCopy A to B, Universal Replicator A to C, and the mirror B to C that stands by.</summary>
/// <remarks>RUNBOOK_DIFFERENTIAL_SEED repeats a run, RUNBOOK_DIFFERENTIAL_SEQUENCES says how many sequences (default 300).</remarks>
public class ThreeSiteSequenceTests
{
    private const int Steps = 12;

    private static readonly int Seed = Number("RUNBOOK_DIFFERENTIAL_SEED", Seeds.FreshOr(20261129));
    private static readonly int Sequences = Number("RUNBOOK_DIFFERENTIAL_SEQUENCES", 300);

    private static readonly Dictionary<string, (Technology Technology, string P, string S)> Groups = new()
    {
        ["t"] = (Technology.TrueCopy, "A", "B"),
        ["u"] = (Technology.UniversalReplicator, "A", "C"),
        ["d"] = (Technology.UniversalReplicator, "B", "C"),
    };

    [Fact]
    public async Task Model_and_simulator_agree_on_random_sequences_over_three_sites()
    {
        var met = new HashSet<string>();
        for (var number = 0; number < Sequences; number++)
            await PlayAsync(Seed + number, met);
        // The sequences reach what they are for: the delta resync, its refusals, and the way back from a broken standby.
        Assert.Superset(new HashSet<string> { "d Standby Resync changed", "d Standby Resync refused", "d StandbyHolding Resync refused", "d StandbyBroken Resync changed" }, met);
    }

    private static async Task PlayAsync(int seed, HashSet<string> met)
    {
        var random = new Random(seed);
        var arrays = new SharedWorld(Yaml);
        var states = Groups.ToDictionary(g => g.Key, g => See(arrays, g.Key, null));
        var story = new List<string>();
        for (var i = 0; i < Steps; i++)
        {
            if (random.Next(12) == 0 && StatusModel.After(states["d"], PairEvent.PairFault) != states["d"])
            {
                ForeignChanges.Apply(arrays.World, null, "d", null, "error");
                story.Add("error of d");
                states["d"] = StatusModel.After(states["d"], PairEvent.PairFault);
            }
            else
            {
                var name = "tudd"[random.Next(4)].ToString();
                var operation = Operations(name)[random.Next(Operations(name).Count)];
                var own = states[name];
                var prediction = Predict(states, name, operation);
                story.Add($"{OperationText.Of(operation)} of {name} in {own} ({own.Condition})");
                var (asked, partner) = operation.Side == PairSide.Svol ? (Groups[name].S, Groups[name].P) : (Groups[name].P, Groups[name].S);
                var answer = await arrays.SendAsync(asked, "POST", Path(arrays, name, asked, partner, operation), Body(Groups[name].Technology, operation), partner);
                met.Add($"{name} {own.Condition} {operation.Action} {answer}");
                var expected = SharedWorld.Expected(prediction);
                Assert.True(expected == "open" || expected == answer, $"seed {seed}: the model says {expected}, the simulator {answer}\n{string.Join('\n', story)}");
                if (prediction is Prediction.Accepted accepted)
                    states[name] = accepted.Final;
                // The delta resync takes the S-VOL from the mirror that wrote it.
                if (name == "d" && own.Condition == PairCondition.Standby && answer == "changed")
                {
                    arrays.Settle();
                    states["u"] = See(arrays, "u", states["u"]);
                }
            }
            arrays.Settle();
            if (states["d"].Delta is not null && DeltaStandby.Follows(states["t"], states["u"]) is { } follows)
                states["d"] = StatusModel.After(states["d"], follows);
            foreach (var name in Groups.Keys)
            {
                var seen = See(arrays, name, states[name]);
                Assert.True((seen.P, seen.S, seen.Delta) == (states[name].P, states[name].S, states[name].Delta),
                    $"seed {seed}, {name}: the model has {states[name]} {states[name].Delta}, the simulator shows {seen} {seen.Delta}\n{string.Join('\n', story)}");
            }
        }
    }

    private static Prediction Predict(Dictionary<string, PairState> states, string name, PairOperation operation)
    {
        var prediction = StatusModel.Predict(states[name], operation);
        IEnumerable<SharedVolume> others = name switch
        {
            "d" => [new("t", Sharing.PvolIsTheirSvol, states["t"]), new("u", Sharing.SvolIsTheirSvol, states["u"])],
            "u" => [new("t", Sharing.PvolIsTheirPvol, states["t"]), new("d", Sharing.SvolIsTheirSvol, states["d"])],
            _ => [new("u", Sharing.PvolIsTheirPvol, states["u"]), new("d", Sharing.SvolIsTheirPvol, states["d"])],
        };
        return prediction is Prediction.Accepted && SharingRules.Check(Groups[name].Technology, operation, others, states[name]) is [var conflict, ..]
            ? new Prediction.Rejected(conflict.Why, conflict.Source) : prediction;
    }

    /// <summary>No exchange of roles: a swap makes another layout of it.</summary>
    private static IReadOnlyList<PairOperation> Operations(string name) => name switch
    {
        "t" => [PairOperation.Split, PairOperation.Resync, PairOperation.Split with { SvolOperationMode = SvolOperationMode.Ssws }, PairOperation.Takeover with { TakeoverMode = TakeoverMode.ForceSplit }],
        "u" => [PairOperation.Split, PairOperation.Resync, PairOperation.Split with { DataSuspend = true }],
        _ => [PairOperation.Resync, PairOperation.Resync, PairOperation.Resync, PairOperation.Split],
    };

    private static string Path(SharedWorld arrays, string name, string asked, string partner, PairOperation operation)
    {
        var (own, other) = asked == Groups[name].P ? ("P_", "S_") : ("S_", "P_");
        var verb = operation.Action switch { PairAction.Takeover => "takeover", PairAction.Split => "split", _ => "resync" };
        return $"remote-mirror-copygroups/{arrays.World[partner].StorageDeviceId},{name},{name}{own},{name}{other}/actions/{verb}/invoke";
    }

    private static JsonObject Body(Technology technology, PairOperation operation)
    {
        var parameters = operation.Action == PairAction.Takeover ? new JsonObject { ["mode"] = "forceSplit" } : new JsonObject { ["replicationType"] = technology.WireName() };
        if (operation.SvolOperationMode is not null)
            parameters["svolOperationMode"] = "SSWS";
        if (operation.DataSuspend)
            parameters["doDataSuspend"] = true;
        return new JsonObject { ["parameters"] = parameters };
    }

    private static PairState See(SharedWorld arrays, string name, PairState? before)
    {
        var pair = arrays.World[Groups[name].P].RemoteCopies.Find(name)!.Pairs[0];
        var state = PairState.Observed(
            Groups[name].Technology, Enum.Parse<PairStatus>(pair.Primary.Shown), Enum.Parse<PairStatus>(pair.Secondary.Shown), FenceLevel.Never, delta: DeltaStatusWords.FromWire(pair.Delta));
        state = state with { PvolArray = Groups[name].P, SvolArray = Groups[name].S };
        return state.Possible.Count > 1 ? state with { Condition = before?.Condition is { } known && state.Possible.Contains(known) ? known : state.Possible[0] } : state;
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), out var number) ? number : otherwise;

    private const string Yaml = """
        topology: v1
        name: three
        arrays:
          A: { storageDeviceId: "900000040014", serialNumber: 40014, users: { u: { password: secret-u } }, journals: [ { id: 1, capacity: 8G } ], volumes: [ { ids: 1, size: 64G, hostWrites: 16K/s } ] }
          B: { storageDeviceId: "900000040016", serialNumber: 40016, users: { u: { password: secret-u } }, journals: [ { id: 1, capacity: 8G } ], volumes: [ { ids: 1, size: 64G, hostWrites: 16K/s } ] }
          C: { storageDeviceId: "900000040015", serialNumber: 40015, users: { u: { password: secret-u } }, journals: [ { id: 1, capacity: 8G } ], volumes: [ { ids: 1, size: 64G } ] }
        links: [ { between: [A, B] }, { between: [A, C] }, { between: [B, C] } ]
        copyGroups:
          - { name: t, technology: truecopy, primary: A, secondary: B, pairs: [ { name: v, pvol: 1, svol: 1 } ] }
          - { name: u, technology: universal-replicator, primary: A, secondary: C, mirrorUnit: 1, consistencyGroup: 1, journals: { primary: 1, secondary: 1 }, pairs: [ { name: v, pvol: 1, svol: 1 } ] }
          - { name: d, technology: universal-replicator, primary: B, secondary: C, mirrorUnit: 2, consistencyGroup: 2, journals: { primary: 1, secondary: 1 }, status: HOLD, pairs: [ { name: v, pvol: 1, svol: 1 } ] }
        """;
}
