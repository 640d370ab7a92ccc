using RunbookEngine.Arrays.Connections;
using RunbookEngine.Arrays.Wire;

namespace RunbookEngine.Arrays.Requests;

/// <summary>Puts a change into the form in which it is sent.</summary>
internal sealed class RequestBuilder(ArrayConnection connection)
{
    /// <summary>The job ends when the array has accepted the change, not when the copy ends: jobs queue behind each other.</summary>
    /// <remarks>Source: REST API guide MK-98RD9014, the notes on creating, splitting, resynchronizing and restoring pairs.</remarks>
    private static readonly IReadOnlyDictionary<string, string> NoWait =
        new Dictionary<string, string> { ["Job-Mode-Wait-Configuration-Change"] = "NoWait" };

    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    public string StorageDeviceId => connection.StorageDeviceId;

    /// <param name="objectPath">The group or the pair.</param>
    /// <param name="action">As in the path.</param>
    /// <param name="parameters">Goes into the <c>parameters</c> wrapper; null for an action without a body.</param>
    /// <param name="partner">Whose session goes along.</param>
    public ArrayRequest Action(string objectPath, string action, object? parameters, string? partner = null) =>
        Build("POST", ArrayPath.Action(objectPath, action), parameters is null ? null : new ActionRequest(parameters), NoWait, partner);

    public ArrayRequest Create(string collectionPath, object body, string? partner = null) => Build("POST", collectionPath, body, NoWait, partner);

    public ArrayRequest Delete(string objectPath, object? body = null, string? partner = null) => Build("DELETE", objectPath, body, None, partner);

    public ArrayRequest Service(string service, string action, object? parameters) =>
        Build("POST", ArrayPath.Service(StorageDeviceId, service, action), parameters is null ? null : new ActionRequest(parameters), None, null);

    private ArrayRequest Build(string method, string path, object? body, IReadOnlyDictionary<string, string> headers, string? partner) => new()
    {
        Array = connection.Name,
        StorageDeviceId = connection.StorageDeviceId,
        Method = method,
        Path = path,
        Headers = headers,
        Body = body is null ? null : WireJson.Write(body),
        PartnerStorageDeviceId = partner,
    };

    private sealed record ActionRequest(object Parameters);
}
