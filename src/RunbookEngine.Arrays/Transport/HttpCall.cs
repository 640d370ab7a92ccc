namespace RunbookEngine.Arrays.Transport;

/// <summary>One request to one array, without the tokens.</summary>
internal sealed record HttpCall(string Method, string Path)
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public string? Body { get; init; }

    /// <summary>Whose session goes along as <c>Remote-Authorization</c>.</summary>
    public string? PartnerStorageDeviceId { get; init; }

    /// <summary>False for reads and for sessions, which may be repeated at will.</summary>
    public bool ChangesState { get; init; }

    public string Text => $"{Method} {Path}";

    public static HttpCall Get(string path, string? partnerStorageDeviceId = null) => new("GET", path) { PartnerStorageDeviceId = partnerStorageDeviceId };
}
