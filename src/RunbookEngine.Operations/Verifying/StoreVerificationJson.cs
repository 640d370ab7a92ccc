using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Verifying;

/// <summary>What was found in a store, as a document: what <c>verify all --output json</c> prints and what a server answers.</summary>
public static class StoreVerificationJson
{
    public static JsonObject Of(StoreVerification found) => new()
    {
        ["verified"] = found.IsGood,
        ["runs"] = found.Runs,
        ["events"] = found.Events,
        ["broken"] = new JsonArray([.. found.Broken.Select(b => (JsonNode)new JsonObject { ["run"] = b.Run.ToString(), ["break"] = b.Break })]),
        ["signed"] = false,
        ["statement"] = found.IsGood ? $"{ChainStatement.Consistent}; {ChainStatement.Limit}" : null,
        ["register"] = found.Register is { } register
            ? new JsonObject { ["lines"] = register.Head?.Number ?? 0, ["head"] = register.Head?.ToString(), ["broken"] = new JsonArray([.. register.Broken.Select(b => (JsonNode)b)]) }
            : null,
    };

    /// <summary>What a server answered.</summary>
    public static StoreVerification Read(JsonElement document)
    {
        var broken = document.GetProperty("broken").EnumerateArray().Select(b => (RunId.TryParse(b.GetProperty("run").GetString()!)!.Value, b.GetProperty("break").GetString()!));
        return new StoreVerification(document.GetProperty("runs").GetInt32(), document.GetProperty("events").GetInt64(), [.. broken],
            document.GetProperty("register") is { ValueKind: JsonValueKind.Object } register
                ? new RegisterVerification(Head(register.GetProperty("head").GetString()), [.. register.GetProperty("broken").EnumerateArray().Select(b => b.GetString()!)])
                : null);
    }

    private static RegisterEntry? Head(string? written) =>
        written?.Split(':', 2) is [var number, var hash] && long.TryParse(number, out var line) ? new RegisterEntry(line, "", default, "", hash) : null;
}
