using System.Text;

namespace RunbookEngine.Activities.Commands;

/// <summary>Why a file that is there cannot be started as a program: what its first line asks for is not there. The system says "no such file" for it.</summary>
public static class ScriptFile
{
    /// <summary>Bytes of a first line that are read.</summary>
    private const int FirstLine = 512;

    /// <returns>What is wrong, and how it is mended; null when nothing is seen to be wrong.</returns>
    /// <param name="withPath">Look for what <c>env</c> is to start in the folders of PATH; not before the run, since the step may set another PATH.</param>
    public static (string Why, string Help)? Wrong(string file, bool withPath)
    {
        if (OperatingSystem.IsWindows() || Read(file) is not { } text)
            return null;
        if (text.StartsWith('\uFEFF') && text.AsSpan(1).StartsWith("#!"))
            return ($"{file} begins with a byte order mark before its #!, so that its first line counts for nothing", "save the file as UTF-8 without a byte order mark");
        if (!text.StartsWith("#!", StringComparison.Ordinal))
            return null;
        var line = text[2..].Split('\n')[0].TrimStart();
        if (line.EndsWith('\r'))
            return ($"{file} is there, but its first line ends with CR LF, so that its interpreter is looked for as '{line.TrimEnd('\r')}' with a carriage return behind it",
                "save the file with LF line ends (sed -i 's/\\r$//' FILE)");
        var words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
            return null;
        if (!File.Exists(words[0]))
            return ($"{file} is there, but the interpreter of its first line, '{words[0]}', is not", "install the interpreter, or mend the first line");
        // Options of env may have values of their own; only the plain forms are read.
        var name = words.Skip(words is [_, "-S", ..] ? 2 : 1).FirstOrDefault();
        return withPath && Path.GetFileName(words[0]) == "env" && name is not null && name[0] != '-' && !name.Contains('=') && !IsOnPath(name)
            ? ($"{file} is there, but the interpreter of its first line, '{name}', is in no folder of PATH", "install the interpreter, or mend the first line") : null;
    }

    private static bool IsOnPath(string name) => name.Contains('/') ? File.Exists(name)
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Any(folder => File.Exists(Path.Combine(folder, name)));

    /// <summary>The beginning of the file; null when it cannot be read.</summary>
    private static string? Read(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            var buffer = new byte[FirstLine];
            return Encoding.UTF8.GetString(buffer, 0, stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
