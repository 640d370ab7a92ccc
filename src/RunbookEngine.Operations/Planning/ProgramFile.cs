namespace RunbookEngine.Operations.Planning;

/// <summary>Whether a program can be started, looked for where the system looks for it.</summary>
internal static class ProgramFile
{
    /// <returns>Why it cannot; null when it can.</returns>
    public static string? Missing(string program)
    {
        if (program.Contains(Path.DirectorySeparatorChar) || program.Contains('/'))
            return File.Exists(program) ? Executable(program) : $"there is no file {program}";
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Prepend(Directory.GetCurrentDirectory()).Prepend(AppContext.BaseDirectory);
        string[] endings = OperatingSystem.IsWindows() ? ["", ".exe", ".cmd", ".bat", ".com"] : [""];
        var candidates = folders.SelectMany(f => endings.Select(e => Path.Combine(f, program + e))).Where(File.Exists).ToList();
        return candidates.Count == 0 ? $"there is no {program} in the folders of PATH" : candidates.Any(c => Executable(c) is null) ? null : Executable(candidates[0]);
    }

    private static string? Executable(string file) =>
        OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0
            ? null : $"{file} may not be executed";
}
