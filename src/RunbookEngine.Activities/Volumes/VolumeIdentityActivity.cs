using System.Text.Json;
using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Pairs;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Arrays;
using RunbookEngine.Arrays.Volumes;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Activities.Volumes;

/// <summary><c>volume.reserve</c> and <c>volume.virtualId</c>: what volumes of a global-active device target are known by, before their pairs are made.</summary>
internal sealed class VolumeIdentityActivity(ArrayConnections connections) : VolumeActivity(connections)
{
    private const int LastLdev = 65279;

    /// <summary>What a volume is part of when it is in a pair.</summary>
    private static readonly string[] Paired = ["GAD", "HORC", "MRCF", "HTI"];

    protected override async Task<(string Array, IReadOnlyList<VolumeChange> Changes, Failure? Refused)> PlanAsync(
        StepContext step, StepArguments arguments, ArrayFleet fleet, StepLimits limits)
    {
        var target = PairScope.Of(step, arguments, fleet)[0] is { Technology: Technology.GlobalActiveDevice } unit ? unit.Target
            : throw arguments.Wrong("on", "is no global-active device target", "one, since only its volumes have virtual ids");
        var array = arguments.Choice("side", "partner", "partner", "own") == "own" ? target.Array
            : target.RemoteArray ?? throw arguments.Wrong("on", "has no partner array", "a target with 'remoteArray'");
        var wanted = arguments.Verb == "volume.reserve"
            ? [.. Items(arguments).Select((v, i) => (Ldev: Ldev(arguments, v, i), Id: (int?)VolumeRequest.Reserved))]
            : Items(arguments).Select((v, i) => One(arguments, v, i)).ToList();
        var changes = new List<VolumeChange>();
        foreach (var (ldev, id) in wanted)
        {
            if (await fleet[array].ReadVolumeAsync(ldev, limits.Token) is not { IsDefined: true } volume)
            {
                return ("", [], new Failure(FailureKind.Refused, $"array {array} has no volume LDEV {ldev}") { Array = array });
            }
            if (volume.VirtualId == id)
            {
                continue;
            }
            // What is half done by this step is finished, whatever it looks like; a pair or a host keeps a volume from being begun with.
            if (volume.Attributes.FirstOrDefault(Paired.Contains) is { } paired)
            {
                return Refuse(array, ldev, $"is in a pair ({paired})", "a volume is reserved before its pair is made, and keeps its id as long as it is in one");
            }
            if (volume.Paths.Count > 0)
            {
                return Refuse(array, ldev, $"has {volume.Paths.Count} LU paths", "hosts would see another volume there: remove its LU paths first (volume.unmap)");
            }
            if (volume.VirtualId is { } present)
            {
                changes.Add(new ReleaseId(ldev, present));
            }
            if (id is { } assigned)
            {
                changes.Add(new AssignId(ldev, assigned));
            }
        }
        return (array, changes, null);
    }

    private static (string, IReadOnlyList<VolumeChange>, Failure?) Refuse(string array, int ldev, string why, string help) =>
        ("", [], new Failure(FailureKind.Refused, $"LDEV {ldev} on {array} {why}") { Array = array, Help = help });

    private static IReadOnlyList<JsonElement> Items(StepArguments arguments) =>
        arguments.Find("volumes") is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0 ? [.. list.EnumerateArray()]
            : throw arguments.Wrong("volumes", "is empty", "a list of LDEV ids");

    private static int Ldev(StepArguments arguments, JsonElement item, int index) =>
        new StepArguments(arguments.Verb, JsonSerializer.SerializeToElement(new Dictionary<string, JsonElement> { [$"volumes[{index + 1}]"] = item }), arguments.Secrets)
            .Number($"volumes[{index + 1}]", 0, LastLdev);

    private static (int Ldev, int? Id) One(StepArguments arguments, JsonElement item, int index)
    {
        var one = new StepArguments($"{arguments.Verb}.volumes[{index + 1}]", item, arguments.Secrets);
        return (one.Number("ldev", 0, LastLdev), one.OptionalText("virtualId") == "none" ? null : one.Number("virtualId", 0, LastLdev));
    }
}
