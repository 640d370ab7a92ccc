using System.Text.Json.Nodes;
using RunbookEngine.Journal;
using RunbookEngine.Plans;

namespace RunbookEngine.Server.Api;

/// <summary>The plan in a run's first event, and every event after which the environment is another, holds it whole: references to secrets, addresses, people. Who may not
/// administer the run gets of it what <c>GET /environments</c> shows, and the plan's fingerprint beside it.</summary>
internal static class EventRedaction
{
    private static readonly string[] Shown = ["description", "links", "fence", "approvers"];

    public static EventAnswer Of(JournalEntry entry)
    {
        if (!entry.Payload.Contains("\"environment\"", StringComparison.Ordinal) || JsonNode.Parse(entry.Payload, documentOptions: new() { MaxDepth = 160 }) is not JsonObject payload)
            return EventAnswer.Of(entry);
        if (entry.Type == "run-started" && EventJson.Read(entry) is RunStarted started)
            Redact(payload, PlanJson.Fingerprint(started.Plan));
        else if (!Redact(payload))
            return EventAnswer.Of(entry);
        // What became of an address is said with the address.
        if (payload["environment"] is JsonObject && payload["changes"] is JsonArray)
            payload["changes"] = new JsonArray("kept from those who do not administer the run");
        return EventAnswer.Of(entry) with { Payload = payload.ToJsonString(new() { MaxDepth = 160 }), Redacted = true };
    }

    /// <summary>As <see cref="Of"/>, to be folded and reported: nothing of a report says more than the events do.</summary>
    public static JournalEntry Entry(JournalEntry entry) => Of(entry) is { Redacted: true } shown ? entry with { Payload = shown.Payload, Redacted = true } : entry;

    /// <summary>Redacts what holds a plan under <c>plan</c>: a run's first event, a saved plan.</summary>
    public static void Redact(JsonObject holder, string fingerprint)
    {
        Redact(holder);
        if (holder["plan"]?["environment"] is JsonObject environment)
            environment["redactedFrom"] = fingerprint;
    }

    /// <summary>Environments of called plans as well.</summary>
    /// <returns>Whether there was one.</returns>
    private static bool Redact(JsonNode? node)
    {
        if (node is JsonArray list)
            return list.Count(Redact) > 0;
        if (node is not JsonObject map)
            return false;
        var found = map["environment"] is JsonObject environment && environment["content"] is JsonObject && environment.ContainsKey("name");
        if (found)
        {
            map["environment"]!["content"] = Content((JsonObject)map["environment"]!["content"]!);
            map["environment"]!.AsObject().Remove("file");
        }

        return map.Select(m => m.Value).ToList().Count(Redact) > 0 || found;
    }

    private static JsonObject Content(JsonObject content)
    {
        var shown = new JsonObject();
        foreach (var name in Shown.Where(content.ContainsKey))
            shown[name] = content[name]?.DeepClone();
        var arrays = (content["arrays"] as JsonObject ?? []).Select(a => KeyValuePair.Create(a.Key, (JsonNode?)new JsonObject { ["storageDeviceId"] = a.Value?["storageDeviceId"]?.DeepClone() }));
        shown["arrays"] = new JsonObject(arrays);
        return shown;
    }
}
