using System.Text.Json.Nodes;
using RunbookEngine.Differential.Tests.Sequences;
using RunbookEngine.Replication.Groups;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Testing;

namespace RunbookEngine.Differential.Tests.Shared;

/// <summary>Random operations on two layers of ShadowImage: L1 copies volume 1 to 2, L2 copies 2 to 3.</summary>
/// <remarks>RUNBOOK_DIFFERENTIAL_SEED repeats a run, RUNBOOK_DIFFERENTIAL_SEQUENCES says how many sequences (default 300).</remarks>
public class CascadeSequenceTests
{
    private const int Steps = 14;

    private static readonly int Seed = Number("RUNBOOK_DIFFERENTIAL_SEED", Seeds.FreshOr(20261129));
    private static readonly int Sequences = Number("RUNBOOK_DIFFERENTIAL_SEQUENCES", 300);

    private static readonly IReadOnlyList<PairOperation> Operations =
    [
        PairOperation.Split, PairOperation.Split with { Quick = true }, PairOperation.Resync, PairOperation.Split with { ForceSuspend = true },
        PairOperation.Resync with { Quick = true }, PairOperation.Create, PairOperation.Create with { AutoSplit = true }, PairOperation.Delete,
    ];

    [Fact]
    public async Task Model_and_simulator_agree_on_random_sequences_of_cascades()
    {
        var met = new HashSet<string>();
        for (var number = 0; number < Sequences; number++)
            await PlayAsync(Seed + number, met);
        Assert.Superset(new HashSet<string> { "L2 Split refused", "L2 Split changed", "L2 Create refused", "L2 Create changed" }, met);
    }

    private static async Task PlayAsync(int seed, HashSet<string> met)
    {
        var random = new Random(seed);
        var arrays = new SharedWorld(Yaml);
        var states = new Dictionary<string, PairState> { ["L1"] = PairState.None(Technology.ShadowImage), ["L2"] = PairState.None(Technology.ShadowImage) };
        var story = new List<string>();
        for (var i = 0; i < Steps; i++)
        {
            var name = random.Next(5) < 2 ? "L1" : "L2";
            var own = states[name];
            var operation = own.IsSimplex ? Operations[5 + random.Next(2)] : Operations[random.Next(Operations.Count)];
            if (operation.Action == PairAction.Create && !own.IsSimplex)
                continue;
            var other = name == "L1" ? new SharedVolume("L2", Sharing.SvolIsTheirPvol, states["L2"]) : new SharedVolume("L1", Sharing.PvolIsTheirSvol, states["L1"]);
            var prediction = StatusModel.Predict(own, operation);
            if (prediction is Prediction.Accepted && !other.Pair.IsSimplex && SharingRules.Check(Technology.ShadowImage, operation, [other], own) is [var conflict, ..])
                prediction = new Prediction.Rejected(conflict.Why, conflict.Source);
            story.Add($"{OperationText.Of(operation)} of {name} in {own} ({own.Condition}), {other.Name} {other.Pair}");
            var answer = await SendAsync(arrays, name, operation);
            met.Add($"{name} {operation.Action} {answer}");
            Assert.True(SharedWorld.Expected(prediction) == answer, $"seed {seed}: the model says {SharedWorld.Expected(prediction)}, the simulator {answer}\n{string.Join('\n', story)}");
            if (prediction is Prediction.Accepted accepted)
                states[name] = accepted.Final;
            arrays.Settle();
            foreach (var (layer, state) in states)
            {
                var pair = arrays.World["A"].LocalCopies.Find(layer)?.Find("v");
                Assert.True((pair?.PvolStatus ?? "SMPL", pair?.SvolStatus ?? "SMPL") == (state.P.ToString(), state.S.ToString()),
                    $"seed {seed}, {layer}: the model has {state}, the simulator {pair?.PvolStatus}/{pair?.SvolStatus}\n{string.Join('\n', story)}");
            }
        }
    }

    private static Task<string> SendAsync(SharedWorld arrays, string name, PairOperation operation)
    {
        if (operation.Action == PairAction.Create)
        {
            var pvol = name == "L1" ? 1 : 2;
            return arrays.SendAsync("A", "POST", "local-clone-copypairs", new JsonObject
            {
                ["copyGroupName"] = name,
                ["copyPairName"] = "v",
                ["replicationType"] = "SI",
                ["pvolLdevId"] = pvol,
                ["svolLdevId"] = pvol + 1,
                ["isNewGroupCreation"] = true,
                ["autoSplit"] = operation.AutoSplit,
            });
        }
        var path = $"local-clone-copygroups/{name},{name}P_,{name}S_";
        if (operation.Action == PairAction.Delete)
            return arrays.SendAsync("A", "DELETE", path, null);
        var parameters = new JsonObject();
        if (operation.Quick)
            parameters["quickMode"] = true;
        if (operation.ForceSuspend)
            parameters["forceSuspend"] = true;
        return arrays.SendAsync("A", "POST", $"{path}/actions/{(operation.Action == PairAction.Split ? "split" : "resync")}/invoke", new JsonObject { ["parameters"] = parameters });
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), out var number) ? number : otherwise;

    private const string Yaml = """
        topology: v1
        name: layers
        arrays:
          A: { storageDeviceId: "900000040014", serialNumber: 40014, users: { u: { password: secret-u } }, volumes: [ { ids: 1-3, size: 8G, hostWrites: 16K/s } ] }
        """;
}
