using System.Text.Json;

namespace RunbookEngine.Plans;

/// <summary>The environment a plan is bound to, as data: arrays, links, limits, fence, approvers, connections.</summary>
/// <param name="Name">The environment's name.</param>
/// <param name="Content">The environment file's content; relative file references made absolute, credentials as references.</param>
public sealed record PlanEnvironment(string Name, JsonElement Content)
{
    /// <summary>The storage device id of an array alias; the alias itself when the environment does not know it.</summary>
    public string StorageDeviceId(string alias) =>
        Content.TryGetProperty("arrays", out var arrays) && arrays.TryGetProperty(alias, out var array)
        && array.TryGetProperty("storageDeviceId", out var id) ? id.GetString() ?? alias : alias;
}
