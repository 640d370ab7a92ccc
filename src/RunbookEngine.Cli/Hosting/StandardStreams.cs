using System.Runtime.InteropServices;

namespace RunbookEngine.Cli.Hosting;

/// <summary>A process may be started with standard input, output or error closed. The next file it opens would get that number, and what is meant for a person
/// would be written into the run store.</summary>
internal static class StandardStreams
{
    private const int ReadWrite = 2, GetFlags = 1;

    /// <summary>Opens <c>/dev/null</c> for each that is closed. Call it before anything else is opened.</summary>
    public static void Fill()
    {
        if (OperatingSystem.IsWindows())
            return;
        try
        {
            for (var number = 0; number <= 2; number++)
            {
                // The lowest free number is given, so this one.
                if (Control(number, GetFlags, 0) < 0)
                    _ = Open("/dev/null", ReadWrite, 0);
            }
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // A system without them: it stays as it is.
        }
    }

    /// <summary>Whether standard output (1) or error (2) was closed at the start, and the number has been given to something of the runtime since: what is
    /// written there would reach no person, and might be taken for something else.</summary>
    public static bool IsMissing(int number)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        try
        {
            if (new FileInfo($"/proc/self/fd/{number}").LinkTarget is not { } target)
                return true;
            if (target.StartsWith("anon_inode:", StringComparison.Ordinal))
                return true;
            // The reading end of a pipe that leads to a person is in another process.
            return !IsWritable(number) || (target.StartsWith("pipe:", StringComparison.Ordinal) && Directory.EnumerateFileSystemEntries("/proc/self/fd")
                .Any(f => int.TryParse(Path.GetFileName(f), out var other) && other > 2 && new FileInfo(f).LinkTarget == target && !IsWritable(other)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>By its flags, in octal: the last two bits are the way it was opened, 0 for reading only.</summary>
    private static bool IsWritable(int number) =>
        File.ReadLines($"/proc/self/fdinfo/{number}").FirstOrDefault(l => l.StartsWith("flags:", StringComparison.Ordinal))?.Trim() is not { } flags || ((flags[^1] - '0') & 3) != 0;

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static extern int Control(int file, int command, int argument);

    [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int Open(string path, int flags, int mode);
}
