namespace RunbookEngine.Language.Documents;

/// <summary>The edges of a YAML file. Past any of them it is refused, quickly.</summary>
public static class DocumentLimits
{
    /// <summary>Bytes of one file, and characters of one text.</summary>
    public const int Bytes = 1_000_000;

    /// <summary>Maps and lists inside one another.</summary>
    public const int Depth = 64;

    /// <summary>Values and keys; what an alias stands for counts each time it is used. Ten thousand pairs to make need 70,000.</summary>
    public const int Nodes = 200_000;

    /// <summary>Findings of one kind that are reported before the rest is left out.</summary>
    public const int Findings = 200;
}
