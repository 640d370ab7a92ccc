namespace RunbookEngine.Replication.Vocabulary;

/// <summary>The I/O modes of global-active device as runbooks and as arrays spell them.</summary>
public static class IoModeWords
{
    public static IReadOnlyList<string> All { get; } = ["mirror", "local", "block"];

    /// <summary>From a runbook's word; null when it is none.</summary>
    public static IoMode? FromRunbook(string word) => word switch
    {
        "mirror" => IoMode.Mirror,
        "local" => IoMode.Local,
        "block" => IoMode.Block,
        _ => null,
    };

    public static string Word(this IoMode mode) => mode.ToString().ToLowerInvariant();

    /// <summary>From an array's spelling; null when it is none of the three.</summary>
    public static IoMode? FromWire(string? wire) => wire switch
    {
        "L/M" => IoMode.Mirror,
        "L/L" => IoMode.Local,
        "B/B" => IoMode.Block,
        _ => null,
    };

    /// <summary>From a runbook's word to an array's spelling.</summary>
    public static string? Wire(string word) => word switch
    {
        "mirror" => "L/M",
        "local" => "L/L",
        "block" => "B/B",
        _ => null,
    };
}
