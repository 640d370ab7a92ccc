namespace RunbookEngine.Cli.Simulation;

/// <summary>The JSON Schema of topology files; the same file that editors use.</summary>
internal static class TopologySchema
{
    public static string Text
    {
        get
        {
            using var stream = typeof(TopologySchema).Assembly.GetManifestResourceStream("topology.schema.json")!;
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }
}
