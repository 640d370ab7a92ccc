using System.Text;
using RunbookEngine.Simulator.Hosting;

namespace RunbookEngine.Cli.Simulation;

/// <summary>Writes the environment of a simulated site for other processes: the file itself, and beside it credentials and authority.</summary>
internal static class EnvironmentFiles
{
    /// <summary>Written beside the environment first, so that a reader who finds the environment finds everything.</summary>
    public static void Write(SimulatedSite site, string path)
    {
        var full = Path.GetFullPath(path);
        var (folder, stem) = (Path.GetDirectoryName(full)!, Path.GetFileNameWithoutExtension(full));
        Directory.CreateDirectory(folder);
        string? caFile = null;
        if (site.Host.AuthorityPem is { } pem)
            WriteWhole(Path.Combine(folder, caFile = $"{stem}.ca.pem"), pem, secret: false);
        foreach (var array in site.Host.Arrays)
            WriteWhole(Path.Combine(folder, Credentials(stem, array)), $"{array.User}\n{array.Password}\n", secret: true);
        WriteWhole(full, site.EnvironmentText(array => $"file:{Credentials(stem, array)}", caFile), secret: false);
    }

    private static string Credentials(string stem, ArrayAddress array) => $"{stem}.{array.Alias}.credentials";

    /// <summary>A half-written file is never seen under its name.</summary>
    private static void WriteWhole(string path, string text, bool secret)
    {
        var draft = $"{path}.{Environment.ProcessId}.tmp";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (secret && !OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(draft, new UTF8Encoding(false), options))
            writer.Write(text);
        File.Move(draft, path, overwrite: true);
    }
}
