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

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static extern int Control(int file, int command, int argument);

    [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int Open(string path, int flags, int mode);
}
