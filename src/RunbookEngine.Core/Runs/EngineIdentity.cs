using System.Diagnostics;
using RunbookEngine.Locks;

namespace RunbookEngine.Runs;

/// <summary>Who this engine is, for the journal and for leases.</summary>
/// <param name="Name">Unique per engine instance: <c>host/process id/random</c>.</param>
public sealed record EngineIdentity(string Name, string Host, int ProcessId, DateTimeOffset ProcessStartedAt)
{
    public static EngineIdentity OfThisProcess()
    {
        using var process = Process.GetCurrentProcess();
        var host = Environment.MachineName;
        return new($"{host}/{process.Id}/{Guid.NewGuid().ToString("N")[..8]}", host, process.Id, process.StartTime.ToUniversalTime());
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
}
