namespace RunbookEngine.Arrays.RemoteMirrors;

/// <summary>Ids of remote copy objects.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, "Getting information about a specific remote copy group".</remarks>
public static class RemoteIds
{
    /// <summary>Stands for the partner when it cannot be asked.</summary>
    internal const string NotSpecified = "NotSpecified";

    /// <summary>The request of that path asks one array without its partner.</summary>
    public static bool IsAlone(string path) => path.Contains($"/{NotSpecified},", StringComparison.Ordinal) || path.Contains($"/{NotSpecified}%2C", StringComparison.OrdinalIgnoreCase);
}
