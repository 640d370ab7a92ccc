using System.ComponentModel;

namespace RunbookEngine.Activities.Commands;

/// <summary>Why a program could not be started. The system says "no such file" of its interpreter and its folder too.</summary>
internal static class StartTrouble
{
    private const int NotFound = 2, NoProgram = 8, NotAllowed = 13;

    public static (string Why, string Help) Of(CommandArguments command, Exception trouble)
    {
        var code = (trouble as Win32Exception)?.NativeErrorCode;
        if (command.WorkingDirectory is { } folder && !Directory.Exists(folder))
            return ($"its folder {folder} (cwd) is not there", "make the folder, or mend 'cwd'");
        if (OperatingSystem.IsWindows() || Find(command) is not { } file)
            return (trouble.Message, "check the program's path, that it may be executed, and 'cwd'");
        return (code, ScriptFile.Wrong(file, withPath: true)) switch
        {
            (NotFound or NoProgram, { } wrong) => wrong,
            (NoProgram, _) => ($"{file} is no program for this machine: it has no first line such as #!/bin/sh, or is made for another processor", "add the first line, or start it by its interpreter"),
            (NotAllowed, _) => ($"{file}, or the interpreter of its first line, may not be executed by {Environment.UserName}", "chmod +x the file; look at its folders, and whether the medium is mounted noexec"),
            _ => (trouble.Message, "check the program's path, that it may be executed, and 'cwd'"),
        };
    }

    /// <summary>The file that a program of this name is started from; null when there is none.</summary>
    public static string? Find(CommandArguments command)
    {
        var name = command.Run[0];
        if (name.Contains('/'))
            return Existing(Path.GetFullPath(name, command.WorkingDirectory ?? Environment.CurrentDirectory)) ?? Existing(Path.GetFullPath(name));
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Existing(Path.Combine(folder, name))).FirstOrDefault(found => found is not null);
    }

    private static string? Existing(string path) => File.Exists(path) ? path : null;
}
