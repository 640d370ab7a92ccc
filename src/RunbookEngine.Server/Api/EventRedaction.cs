using System.Text.Json.Nodes;
using RunbookEngine.Journal;
using RunbookEngine.Plans;

namespace RunbookEngine.Server.Api;

/// <summary>The plan in a run's first event holds its environment whole, with references to secrets, addresses and people. Who may not administer the run gets of it what
/// <c>GET /environments</c> shows, and the plan's fingerprint beside it.</summary>
internal static class EventRedaction
{
    private static readonly string[] Shown = ["description", "links", "fence", "approvers"];

    public static EventAnswer Of(JournalEntry entry)
    {
        if (EventJson.Read(entry) is not RunStarted started || JsonNode.Parse(entry.Payload, documentOptions: new() { MaxDepth = 160 }) is not JsonObject payload)
            return EventAnswer.Of(entry);
        Redact(payload, PlanJson.Fingerprint(started.Plan));
        return EventAnswer.Of(entry) with { Payload = payload.ToJsonString(new() { MaxDepth = 160 }), Redacted = true };
    }

    /// <summary>Redacts what holds a plan under <c>plan</c>: a run's first event, a saved plan.</summary>
    public static void Redact(JsonObject holder, string fingerprint)
    {
        Redact(holder);
        if (holder["plan"]?["environment"] is JsonObject environment)
            environment["redactedFrom"] = fingerprint;
    }

    /// <summary>Environments of called plans as well.</summary>
    private static void Redact(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list)
                Redact(item);
        }
        else if (node is JsonObject map)
        {
            if (map["environment"] is JsonObject environment && environment["content"] is JsonObject content && environment.ContainsKey("name"))
                environment["content"] = Content(content);
            foreach (var (_, value) in map.ToList())
                Redact(value);
        }
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
