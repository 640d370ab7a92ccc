using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Http;

namespace RunbookEngine.Simulator.Rest;

/// <summary>Answers to reads of lists.</summary>
internal static class Lists
{
    /// <summary><c>{"data":[...]}</c>; nothing found is an empty list, not an error.</summary>
    public static SimResponse Data(IEnumerable<JsonObject> items) =>
        SimResponse.Json(200, new JsonObject { ["data"] = new JsonArray([.. items]) });

    public static JsonArray Numbers(IEnumerable<int> numbers) => new([.. numbers.Select(n => (JsonNode)n)]);

    public static JsonArray Words(IEnumerable<string> words) => new([.. words.Select(w => (JsonNode)w)]);

    /// <summary>A list of words in a query, such as <c>detailInfoType=a,b</c>; a word that is not allowed is refused.</summary>
    public static IReadOnlySet<string> QueryWords(Call call, string name, params string[] allowed)
    {
        var words = (call.Query.GetValueOrDefault(name) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet();
        return words.All(allowed.Contains) ? words : throw BodyFields.Invalid(name);
    }

    public static string? QueryChoice(Call call, string name, params string[] allowed) =>
        call.Query.GetValueOrDefault(name) is not { Length: > 0 } text ? null : allowed.Contains(text) ? text : throw BodyFields.Invalid(name);
}
