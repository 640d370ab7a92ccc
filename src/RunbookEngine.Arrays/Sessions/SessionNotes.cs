using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RunbookEngine.Arrays.Sessions;

/// <summary>Notes which sessions this process holds, as empty files whose names say so (never a token), so that the next process on this machine
/// gives back what a killed one left. An array has 64 sessions for everybody, and one that is left counts for five minutes.</summary>
/// <remarks>A note names machine, boot and process numbering, so that a living process in another container is never taken for a dead one.</remarks>
public static class SessionNotes
{
    /// <summary>Notes looked through at one login; more than that are left to the arrays' own limit.</summary>
    private const int Most = 500;

    /// <summary>Process starts are told to a hundredth of a second, and differently from look to look.</summary>
    private const long StartTolerance = 2;

    private static readonly Lazy<(string Place, int Process, long Start)> Self = new(() =>
    {
        using var process = Process.GetCurrentProcess();
        return (Place(), process.Id, Seconds(process));
    });

    /// <summary>Of the machine: so are the times of files.</summary>
    private static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    /// <summary>Where the notes lie; null: none are made. A process that drives real arrays sets it at its start.</summary>
    public static string? Folder { get; set; }

    internal static void Note(Uri endpoint, string device, long session) => Quietly(folder =>
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllBytes(PathOf(folder, endpoint, device, session), []);
    });

    /// <summary>The array saw the session again.</summary>
    internal static void Renew(Uri endpoint, string device, long session) => Quietly(folder =>
    {
        var path = PathOf(folder, endpoint, device, session);
        if (File.Exists(path) && Now - File.GetLastWriteTimeUtc(path) > TimeSpan.FromSeconds(20))
            File.SetLastWriteTimeUtc(path, Now);
    });

    internal static void Forget(Uri endpoint, string device, long session) => Quietly(folder => File.Delete(PathOf(folder, endpoint, device, session)));

    /// <summary>Sessions on that server whose process is dead and which the array may still count. Their notes are gone then.</summary>
    /// <param name="alive">After that without use the array has ended a session by itself.</param>
    internal static IReadOnlyList<long> Left(Uri endpoint, string device, TimeSpan alive)
    {
        var left = new List<long>();
        Quietly(folder =>
        {
            if (!Directory.Exists(folder))
                return;
            foreach (var path in Directory.EnumerateFiles(folder, "*.session").Take(Most))
            {
                if (Path.GetFileNameWithoutExtension(path).Split('-') is not [var place, var process, var start, var target, var session]
                    || place != Self.Value.Place || !int.TryParse(process, CultureInfo.InvariantCulture, out var id) || !long.TryParse(start, CultureInfo.InvariantCulture, out var at)
                    || !long.TryParse(session, CultureInfo.InvariantCulture, out var number) || Lives(id, at))
                    continue;
                var ended = Now - File.GetLastWriteTimeUtc(path) > alive;
                if (!ended && target != TargetOf(endpoint, device))
                    continue;
                File.Delete(path);
                if (!ended)
                    left.Add(number);
            }
        });
        return left;
    }

    private static bool Lives(int id, long start)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited && Math.Abs(Seconds(process) - start) <= StartTolerance;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    private static string PathOf(string folder, Uri endpoint, string device, long session) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Self.Value.Place}-{Self.Value.Process}-{Self.Value.Start}-{TargetOf(endpoint, device)}-{session}.session"));

    private static string TargetOf(Uri endpoint, string device) => Digest($"{endpoint}\n{device}");

    private static string Place()
    {
        var boot = OperatingSystem.IsLinux() ? File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim() + File.ResolveLinkTarget("/proc/self/ns/pid", returnFinalTarget: false)?.Name : "";
        return Digest($"{Environment.MachineName}\n{boot}");
    }

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];

    private static long Seconds(Process process) => new DateTimeOffset(process.StartTime.ToUniversalTime()).ToUnixTimeSeconds();

    /// <summary>Nothing depends on a note: without it the array ends the session by itself.</summary>
    private static void Quietly(Action<string> work)
    {
        if (Folder is not { } folder)
            return;
        try
        {
            work(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            // As if there were none.
        }
    }
}
