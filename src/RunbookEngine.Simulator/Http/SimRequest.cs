namespace RunbookEngine.Simulator.Http;

/// <summary>One HTTP request to a simulated array, free of any web server.</summary>
/// <param name="Method">As sent: GET, POST, PUT, PATCH, DELETE.</param>
/// <param name="Path">As sent, still percent-encoded, without the query.</param>
/// <param name="Query">As sent, still percent-encoded, with or without the leading question mark; empty when there is none.</param>
public sealed record SimRequest(string Method, string Path, string Query, SimHeaders Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>Largest body read, in bytes. A longer one is answered 413 by the adapters before it reaches the arrays.</summary>
    public const int MaxBodyBytes = 1024 * 1024;

    /// <summary>Address of the client, shown in the session list.</summary>
    public string RemoteAddress { get; init; } = "127.0.0.1";
}
