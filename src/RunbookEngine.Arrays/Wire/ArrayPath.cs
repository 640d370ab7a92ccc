namespace RunbookEngine.Arrays.Wire;

/// <summary>Paths in the form that both the server inside the array and a Configuration Manager server take.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, "Request and response formats"; the manuals' examples and field clients
/// leave the commas between the parts of an id as they are.</remarks>
internal static class ArrayPath
{
    private const string Base = "/ConfigurationManager/v1/";

    /// <summary>The list, needing no session, from which the array's own id is learned.</summary>
    public const string Storages = Base + "objects/storages";

    public static string Objects(string storageDeviceId, string type) => $"{Storages}/{Uri.EscapeDataString(storageDeviceId)}/{type}";

    public static string Object(string storageDeviceId, string type, string id) => $"{Objects(storageDeviceId, type)}/{id}";

    public static string Action(string objectPath, string action) => $"{objectPath}/actions/{action}/invoke";

    public static string Service(string storageDeviceId, string service, string action) =>
        $"{Base}{Uri.EscapeDataString(storageDeviceId)}/services/{service}/actions/{action}/invoke";

    /// <summary>An id of several parts; a part may hold what a path may not.</summary>
    public static string Id(params IEnumerable<string> parts) => string.Join(',', parts.Select(Uri.EscapeDataString));

    public static string Query(string path, params IEnumerable<(string Name, string? Value)> parameters)
    {
        var given = parameters.Where(p => p.Value is not null).Select(p => $"{p.Name}={p.Value}").ToList();
        return given.Count == 0 ? path : $"{path}?{string.Join('&', given)}";
    }

    /// <summary>What is left of a path when the two address forms are taken off: <c>journals/7</c>. Unescaped, so that
    /// two spellings of one path are equal.</summary>
    public static string Tail(string path)
    {
        var tail = path.Split('?')[0];
        var start = tail.IndexOf("/v1/", StringComparison.Ordinal);
        var parts = tail[(start < 0 ? 0 : start + 4)..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        IEnumerable<string> rest = parts switch
        {
            ["objects", "storages", _, .. var more] when more.Length > 0 => more,
            ["objects", .. var more] => more,
            _ => parts,
        };
        return string.Join('/', rest.Select(Uri.UnescapeDataString));
    }
}
