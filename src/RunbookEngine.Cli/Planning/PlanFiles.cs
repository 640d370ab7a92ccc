using RunbookEngine.Cli.Hosting;

namespace RunbookEngine.Cli.Planning;

/// <summary>Files that a plan is written to.</summary>
internal static class PlanFiles
{
    /// <exception cref="CommandFailure">The file cannot be written.</exception>
    public static void Write(string path, string text)
    {
        try
        {
            File.WriteAllText(path, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new CommandFailure(Exit.Failed, $"{path} cannot be written: {e.Message}", "name a file in a folder that exists and can be written to", e);
        }
    }
}
