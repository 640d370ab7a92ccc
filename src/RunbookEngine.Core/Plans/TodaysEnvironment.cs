using System.Text.Json;
using System.Text.Json.Nodes;

namespace RunbookEngine.Plans;

/// <summary>The environment of a run with the way to its arrays as it is today: addresses, credentials, TLS settings and limits. What the run may
/// do, and to which arrays, stays as it was pinned.</summary>
public static class TodaysEnvironment
{
    private static readonly string[] Ways = ["endpoint", "endpoints", "credentials", "tls"];

    /// <param name="pinned">As the run has it.</param>
    /// <param name="today">As it is now; null when only <paramref name="without"/> matters.</param>
    /// <param name="without">Arrays that are declared gone from now on; empty: none.</param>
    /// <returns>The environment, and what differs, one line each; <paramref name="pinned"/> and no line when nothing does.</returns>
    /// <exception cref="ArgumentException">An alias stands for another array today: a run never moves to another array. The message says which.</exception>
    public static (PlanEnvironment Environment, IReadOnlyList<string> Changes) Of(
        PlanEnvironment pinned, PlanEnvironment? today, IReadOnlyCollection<string> without)
    {
        var changes = new List<string>();
        var next = pinned;
        if (today is not null && pinned.Content.ValueKind == JsonValueKind.Object && today.Content.ValueKind == JsonValueKind.Object)
        {
            var content = JsonNode.Parse(pinned.Content.GetRawText())!.AsObject();
            var now = JsonNode.Parse(today.Content.GetRawText())!.AsObject();
            Arrays(pinned, today, content, now, changes);
            Limits(content, now, changes);
            if (changes.Count > 0)
                next = next with { Content = JsonSerializer.SerializeToElement(content) };
            next = next with { File = today.File ?? pinned.File };
        }

        var (was, gone) = ((pinned.Without ?? []).ToHashSet(), without.ToHashSet());
        changes.AddRange(gone.Except(was).Order(StringComparer.Ordinal).Select(a => $"array {a} is declared gone"));
        changes.AddRange(was.Except(gone).Order(StringComparer.Ordinal).Select(a => $"array {a} is no longer declared gone"));
        return changes.Count == 0 ? (pinned, changes) : (next with { Without = gone.Count == 0 ? null : [.. gone.Order(StringComparer.Ordinal)] }, changes);
    }

    private static void Arrays(PlanEnvironment pinned, PlanEnvironment today, JsonObject content, JsonObject now, List<string> changes)
    {
        var ids = today.Arrays();
        foreach (var (alias, id) in pinned.Arrays())
        {
            if (!ids.TryGetValue(alias, out var idNow))
                continue;
            if (idNow != id)
                throw new ArgumentException(
                    $"array {alias} is storage device {id} in this run, and {idNow} in the environment {today.Name} now: a run never moves to another array");
            var (entry, other) = (content["arrays"]![alias]!.AsObject(), now["arrays"]![alias]!.AsObject());
            foreach (var way in Ways.Where(w => Text(entry[w]) != Text(other[w])))
            {
                changes.Add($"array {alias}: {way} {Shown(entry[way])} is now {Shown(other[way])}");
                if (other[way] is { } value)
                    entry[way] = value.DeepClone();
                else
                    entry.Remove(way);
            }
        }
    }

    private static void Limits(JsonObject content, JsonObject now, List<string> changes)
    {
        var (was, limits) = (content["limits"] as JsonObject ?? [], now["limits"] as JsonObject ?? []);
        foreach (var name in was.Select(l => l.Key).Union(limits.Select(l => l.Key)).Where(n => Text(was[n]) != Text(limits[n])).ToList())
            changes.Add($"limits.{name} {Shown(was[name])} is now {Shown(limits[name])}");
        if (Text(was) == Text(limits))
            return;
        if (limits.Count > 0)
            content["limits"] = limits.DeepClone();
        else
            content.Remove("limits");
    }

    private static string Text(JsonNode? node) => node?.ToJsonString() ?? "";

    private static string Shown(JsonNode? node) => node switch
    {
        null => "(none)",
        JsonArray list => string.Join(", ", list.Select(Shown)),
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => node.ToJsonString(),
    };
}
