namespace RunbookEngine.Arrays.Connections;

/// <summary>How the array's certificate is judged. Arrays leave the factory with a self-signed one.</summary>
public sealed record ArrayTls
{
    /// <summary>False accepts any certificate; whoever configures that says so in words.</summary>
    public bool Verify { get; init; } = true;

    /// <summary>PEM file with the certificates to trust instead of the system's; a self-signed certificate may stand in it itself.</summary>
    public string? CaFile { get; init; }
}
