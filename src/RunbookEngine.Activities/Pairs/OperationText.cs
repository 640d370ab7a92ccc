using System.Text.Json;
using RunbookEngine.Journal;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Activities.Pairs;

/// <summary>From a journalled request back to the operation it asked for, as far as the status model cares.</summary>
internal static class OperationText
{
    public static PairOperation Read(OperationIntended intent)
    {
        var options = Parameters(intent.Request.Body);
        var access = Text(options, "svolAccessMode");
        return new PairOperation(ActionOf(intent.Action))
        {
            Quick = Flag(options, "quickMode"),
            SvolAccess = access switch { "rw" => HostAccess.ReadWrite, "r" => HostAccess.Read, _ => null },
            PvolWriteProtect = Flag(options, "doPvolWriteProtect"),
            DataSuspend = Flag(options, "doDataSuspend"),
            ForceSuspend = Flag(options, "forceSuspend"),
            SvolOperationMode = Text(options, "svolOperationMode") switch
            {
                "SSWS" => SvolOperationMode.Ssws,
                "PSUS" => SvolOperationMode.Psus,
                _ => null,
            },
            AutoSplit = Flag(options, "autoSplit"),
            TakeoverMode = Text(options, "mode") == "forceSplit" ? TakeoverMode.ForceSplit : null,
        };
    }

    private static PairAction ActionOf(string word) => word == "swapResync" ? PairAction.SwapResync : Enum.Parse<PairAction>(word, ignoreCase: true);

    private static JsonElement Parameters(string? body)
    {
        var root = body is null ? default : JsonElement.Parse(body);
        return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("parameters", out var inner) ? inner : root;
    }

    private static bool Flag(JsonElement options, string name) =>
        options.ValueKind == JsonValueKind.Object && options.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static string? Text(JsonElement options, string name) =>
        options.ValueKind == JsonValueKind.Object && options.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;
}
