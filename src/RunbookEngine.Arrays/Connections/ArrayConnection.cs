namespace RunbookEngine.Arrays.Connections;

/// <summary>Where an array's REST API is, as whom to ask it, and within which limits.</summary>
public sealed record ArrayConnection
{
    /// <summary>The alias people use for the array, in runbooks and in messages.</summary>
    public required string Name { get; init; }

    /// <summary>Twelve characters, as <c>GET storages</c> gives them; opaque and case-sensitive, no number (<c>A34000810045</c>).</summary>
    public required string StorageDeviceId { get; init; }

    /// <summary>Scheme, host and port of each REST server of the array, the preferred one first. E, G and F series
    /// have one per controller; each has its own sessions and jobs.</summary>
    public required IReadOnlyList<Uri> Endpoints { get; init; }

    public required IArrayCredentials Credentials { get; init; }

    public ArrayTls Tls { get; init; } = new();

    public ArrayLimits Limits { get; init; } = new();

    /// <summary>Somebody has said that this array is gone: it is not asked at all.</summary>
    public bool DeclaredGone { get; init; }

    /// <summary>Told when the array begins to be silent, counts as gone, and answers again; null: nobody listens.</summary>
    public Action<ArrayNews>? News { get; init; }

    /// <summary>Throws with a sentence that says what to mend, when this cannot be a connection.</summary>
    internal ArrayConnection Checked()
    {
        if (string.IsNullOrWhiteSpace(Name) || string.IsNullOrWhiteSpace(StorageDeviceId))
        {
            throw new ArgumentException("an array needs a name and a storageDeviceId (see GET /ConfigurationManager/v1/objects/storages)");
        }
        if (Endpoints.Count == 0)
        {
            throw new ArgumentException($"array {Name}: no endpoint given; write e.g. https://svp.example:443");
        }
        if (Endpoints.FirstOrDefault(e => !e.IsAbsoluteUri || (e.Scheme != Uri.UriSchemeHttps && e.Scheme != Uri.UriSchemeHttp)) is { } wrong)
        {
            throw new ArgumentException($"array {Name}: endpoint '{wrong}' is no http or https address; write e.g. https://svp.example:443");
        }
        Limits.Check(Name);
        return this;
    }
}
