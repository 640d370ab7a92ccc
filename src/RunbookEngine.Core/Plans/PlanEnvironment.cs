using System.Collections.Immutable;
using System.Text.Json;

namespace RunbookEngine.Plans;

/// <summary>The environment a plan is bound to, as data: arrays, links, limits, fence, approvers, connections.</summary>
/// <param name="Name">The environment's name.</param>
/// <param name="Content">The environment file's content; relative file references made absolute, credentials as references.</param>
/// <param name="RedactedFrom">Fingerprint of the plan before a server kept parts of the environment back; null: it is whole. A plan that is redacted is shown and never carried out.</param>
public sealed record PlanEnvironment(string Name, JsonElement Content, string? RedactedFrom = null)
{
    /// <summary>The environment file, an absolute path; null when the content did not come from one that will be there later. What is read there
    /// later is where the same arrays are by then. Not part of a plan's fingerprint.</summary>
    public string? File { get; init; }

    /// <summary>Aliases of arrays that somebody has said are gone: nothing is asked of them. Null: none. Not part of a plan's fingerprint.</summary>
    public ImmutableArray<string>? Without { get; init; }

    /// <summary>The storage device id of an array alias; the alias itself when the environment does not know it.</summary>
    public string StorageDeviceId(string alias) => Arrays().TryGetValue(alias, out var id) ? id : alias;

    /// <summary>Storage device ids by alias.</summary>
    public IReadOnlyDictionary<string, string> Arrays()
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Content.ValueKind == JsonValueKind.Object && Content.TryGetProperty("arrays", out var arrays) && arrays.ValueKind == JsonValueKind.Object)
        {
            foreach (var array in arrays.EnumerateObject())
            {
                if (array.Value.ValueKind == JsonValueKind.Object && array.Value.TryGetProperty("storageDeviceId", out var id) && id.GetString() is { } text)
                    found[array.Name] = text;
            }
        }

        return found;
    }
}
