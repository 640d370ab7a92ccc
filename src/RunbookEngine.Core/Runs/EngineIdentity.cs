using System.Diagnostics;
using RunbookEngine.Locks;

namespace RunbookEngine.Runs;

/// <summary>Who this engine is, for the journal and for leases.</summary>
/// <param name="Name">Unique per engine instance: <c>host/process id/random</c>, or <c>node/random</c>.</param>
/// <param name="Host">The host, told apart from other hosts and containers of the same name by <see cref="Place"/>.</param>
public sealed record EngineIdentity(string Name, string Host, int ProcessId, DateTimeOffset ProcessStartedAt)
{
    /// <param name="node">Name of the node that the engine belongs to; null: none.</param>
    public static EngineIdentity OfThisProcess(string? node = null)
    {
        using var process = Process.GetCurrentProcess();
        var random = Guid.NewGuid().ToString("N")[..8];
        var name = node is null ? $"{Environment.MachineName}/{process.Id}/{random}" : $"{node}/{random}";
        return new(name, Place(), process.Id, process.StartTime.ToUniversalTime());
    }

    /// <summary>Whether the process that took the lease is known to be dead: it ran on this host, and is gone.</summary>
    public bool KnowsToBeDead(Lease lease)
    {
        if (lease.Host != Host)
            return false;
        try
        {
            using var process = Process.GetProcessById(lease.ProcessId);
            return process.HasExited || (process.StartTime.ToUniversalTime() - lease.ProcessStartedAt).Duration() > TimeSpan.FromSeconds(2);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return true;
        }
    }

    public Lease LeaseUntil(DateTimeOffset until) => new(Name, Host, ProcessId, ProcessStartedAt, until);

    /// <summary>Two containers may have the same host name and count their processes each from 1: only what shares the boot and the process
    /// numbering (Linux: the pid namespace) can tell whether a process is dead.</summary>
    private static string Place()
    {
        try
        {
            if (OperatingSystem.IsLinux()
                && File.ResolveLinkTarget("/proc/self/ns/pid", returnFinalTarget: false) is { Name: var numbering }
                && File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim() is { Length: >= 8 } boot)
                return $"{Environment.MachineName} ({boot[..8]}-{numbering.Trim("pid:[]".ToCharArray())})";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A system that does not tell: the name has to do.
        }

        return Environment.MachineName;
    }
}
