using System.Runtime.InteropServices;

namespace RunbookEngine.Persistence.Tests.Children;

internal static partial class Child
{
    // Linux numbers, the same on x64 and arm64.
    private const int FileSizeLimit = 1, FileSizeSignal = 25, Nobody = 65534;
    private static readonly nint Ignore = 1;

    /// <summary>A write beyond the limit fails with "file too large", as one beyond a quota or a full disk would.</summary>
    private static void LimitFileSize(ulong bytes)
    {
        _ = Signal(FileSizeSignal, Ignore);
        var limit = new Limit { Soft = bytes, Hard = ulong.MaxValue };
        if (SetLimit(FileSizeLimit, ref limit) != 0)
            throw new InvalidOperationException($"setrlimit failed: {Marshal.GetLastPInvokeError()}");
    }

    /// <summary>The super-user may write everywhere, so a test that runs as one gives that up.</summary>
    private static void BecomeNobody()
    {
        if (UserId() == 0 && SetUserId(Nobody) != 0)
            throw new InvalidOperationException($"seteuid failed: {Marshal.GetLastPInvokeError()}");
    }

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int resource, ref Limit limit);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint Signal(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial int UserId();

    [LibraryImport("libc", EntryPoint = "seteuid", SetLastError = true)]
    private static partial int SetUserId(int user);

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public ulong Soft;
        public ulong Hard;
    }
}
