namespace RunbookEngine.Cli.Starters;

/// <summary>Files that an installed command carries with it.</summary>
internal static class BuiltIn
{
    /// <summary>Topologies that <c>--simulate</c> and <c>simulate</c> take by name.</summary>
    public static IReadOnlyList<string> Topologies { get; } = ["two-site", "every-technology"];

    /// <summary>The topology of that name; null when there is none.</summary>
    public static string? Topology(string name) => Topologies.Contains(name) ? Read($"topology.{name}.yaml") : null;

    public static string? Read(string resource)
    {
        using var stream = typeof(BuiltIn).Assembly.GetManifestResourceStream(resource);
        if (stream is null)
            return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
