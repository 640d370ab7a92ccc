using System.ComponentModel;
using System.Text;

namespace RunbookEngine.Activities.Commands;

/// <summary>Why a program could not be started. The system says "no such file" of its interpreter and its folder too.</summary>
internal static class StartTrouble
{
    private const int NotFound = 2, NoProgram = 8, NotAllowed = 13;

    /// <summary>Bytes of a first line that are read.</summary>
    private const int FirstLine = 512;

    public static (string Why, string Help) Of(CommandArguments command, Exception trouble)
    {
        var code = (trouble as Win32Exception)?.NativeErrorCode;
        if (command.WorkingDirectory is { } folder && !Directory.Exists(folder))
            return ($"its folder {folder} (cwd) is not there", "make the folder, or mend 'cwd'");
        if (OperatingSystem.IsWindows() || Find(command) is not { } file)
            return (trouble.Message, "check the program's path, that it may be executed, and 'cwd'");
        return (code, Interpreter(file)) switch
        {
            (NotFound, { } line) when line.EndsWith('\r') => (
                $"{file} is there, but its first line ends with CR LF, so that its interpreter is looked for as '{line.TrimEnd('\r')}' with a carriage return behind it",
                "save the file with LF line ends (sed -i 's/\\r$//' FILE)"),
            (NotFound, { } line) => ($"{file} is there, but the interpreter of its first line, '{line}', is not", "install the interpreter, or mend the first line"),
            (NoProgram, _) => ($"{file} is no program for this machine: it has no first line such as #!/bin/sh, or is made for another processor", "add the first line, or start it by its interpreter"),
            (NotAllowed, { } line) => ($"{file} or its interpreter '{line}' may not be executed by {Environment.UserName}", "chmod +x the file; look at its folders, and whether the medium is mounted noexec"),
            (NotAllowed, null) => ($"{file} may not be executed by {Environment.UserName}", "chmod +x the file; look at its folders, and whether the medium is mounted noexec"),
            _ => (trouble.Message, "check the program's path, that it may be executed, and 'cwd'"),
        };
    }

    private static string? Find(CommandArguments command)
    {
        var name = command.Run[0];
        if (name.Contains('/'))
            return Existing(Path.GetFullPath(name, command.WorkingDirectory ?? Environment.CurrentDirectory)) ?? Existing(Path.GetFullPath(name));
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Existing(Path.Combine(folder, name))).FirstOrDefault(found => found is not null);
    }

    private static string? Existing(string path) => File.Exists(path) ? path : null;

    /// <summary>What stands behind <c>#!</c>, a carriage return at its end included; null when there is no such line.</summary>
    private static string? Interpreter(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            var buffer = new byte[FirstLine];
            var text = Encoding.UTF8.GetString(buffer, 0, stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));
            return text.StartsWith("#!", StringComparison.Ordinal) ? text[2..].Split('\n')[0].TrimStart() : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
