using System.Text.Json;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Predictions;

/// <summary>From a pair verb and its arguments to the operation that is asked of the arrays.</summary>
internal static class VerbWords
{
    private static readonly string[] Changing =
        ["pair.split", "pair.resync", "pair.restore", "pair.delete", "pair.takeover", "pair.swapResync", "pair.create"];

    public static bool IsChange(string verb) => Changing.Contains(verb);

    public static PairOperation Operation(string verb, KnownArguments with, Technology technology)
    {
        var pace = with.Number("copyPace");
        return verb switch
        {
            "pair.split" => PairOperation.Split with
            {
                Quick = with.Flag("quick"),
                CopyPace = pace,
                SvolAccess = with.Text("svolAccess") switch { null => null, "read-write" => HostAccess.ReadWrite, _ => HostAccess.Read },
                PvolWriteProtect = with.Flag("pvolWriteProtect"),
                DataSuspend = with.Flag("dataSuspend"),
                ForceSuspend = with.Flag("forceSuspend"),
                SvolOperationMode = with.Flag("swap") ? SvolOperationMode.Ssws : null,
            },
            "pair.resync" => PairOperation.Resync with { Quick = with.Flag("quick"), CopyPace = pace, ConsistencyGroup = Membership(with), Fence = Fence(with) },
            "pair.restore" => PairOperation.Restore with { Quick = with.Flag("quick"), CopyPace = pace },
            "pair.delete" => PairOperation.Delete,
            "pair.takeover" => PairOperation.Takeover with { TakeoverMode = with.Text("mode") == "force" ? TakeoverMode.ForceSplit : TakeoverMode.Auto },
            "pair.swapResync" => PairOperation.SwapResync with { CopyPace = pace },
            "pair.create" => PairOperation.Create with
            {
                Quick = with.Flag("quick"),
                CopyPace = pace,
                AutoSplit = with.Flag("autoSplit"),
                DoInitialCopy = with.FlagUnlessOff("initialCopy"),
                ConsistencyGroup = Membership(with) is { Member: true } group ? group : null,
                Fence = technology == Technology.TrueCopy ? Fence(with) : null,
            },
            _ => throw new ArgumentException($"{verb} changes no pair"),
        };
    }

    /// <summary>The pairs of a <c>pair.create</c>: name, P-VOL, S-VOL.</summary>
    public static IReadOnlyList<(string Name, int? Pvol, int? Svol)> NewPairs(KnownArguments with) =>
        with.Find("pairs") is not { ValueKind: JsonValueKind.Array } list ? []
            : [.. list.EnumerateArray().Where(p => p.ValueKind == JsonValueKind.Object).Select(p => (Word(p, "name") ?? "", Ldev(p, "pvol"), Ldev(p, "svol")))];

    /// <summary>The verb's own word: <c>split</c>, <c>swapResync</c>.</summary>
    public static string Word(PairOperation operation) => operation.Action switch
    {
        PairAction.SwapResync => "swapResync",
        var action => action.ToString().ToLowerInvariant(),
    };

    private static string? Word(JsonElement pair, string name) => pair.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int? Ldev(JsonElement pair, string name) =>
        pair.TryGetProperty(name, out var value) ? value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number
            : value.ValueKind == JsonValueKind.String && int.TryParse(value.GetString(), out var text) ? text : null : null;

    private static ConsistencyGroup? Membership(KnownArguments with) => with.Text("consistencyGroup") switch
    {
        null => null,
        "true" => new ConsistencyGroup(true),
        "false" => new ConsistencyGroup(false),
        _ => new ConsistencyGroup(true, with.Number("consistencyGroup")),
    };

    private static FenceLevel? Fence(KnownArguments with) => with.Text("fenceLevel") switch
    {
        null => null,
        "data" => FenceLevel.Data,
        "status" => FenceLevel.Status,
        _ => FenceLevel.Never,
    };
}
