using RunbookEngine.Activities.Commands;

namespace RunbookEngine.Operations.Planning;

/// <summary>Whether a program can be started, looked for where the system looks for it.</summary>
internal static class ProgramFile
{
    /// <returns>Why it cannot; null when it can.</returns>
    public static string? Missing(string program)
    {
        if (program.Contains(Path.DirectorySeparatorChar) || program.Contains('/'))
            return File.Exists(program) ? Executable(program) : Directory.Exists(program) ? $"{program} is a folder" : $"there is no file {program}";
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Prepend(Directory.GetCurrentDirectory()).Prepend(AppContext.BaseDirectory);
        string[] endings = OperatingSystem.IsWindows() ? ["", ".exe", ".cmd", ".bat", ".com"] : [""];
        var candidates = folders.SelectMany(f => endings.Select(e => Path.Combine(f, program + e))).Where(File.Exists).ToList();
        return candidates.Count == 0 ? $"there is no {program} in the folders of PATH" : candidates.Any(c => Executable(c) is null) ? null : Executable(candidates[0]);
    }

    private static string? Executable(string file)
    {
        try
        {
            return !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) == 0
                ? $"{file} may not be executed" : ScriptFile.Wrong(file, withPath: false)?.Why;
        }
        catch (IOException) when (new FileInfo(file).LinkTarget is { } target)
        {
            return $"{file} is a link to {target}, which leads nowhere";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{file} cannot be looked at: {e.Message}";
        }
    }
}
