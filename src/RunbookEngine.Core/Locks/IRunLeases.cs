using RunbookEngine.Runs;

namespace RunbookEngine.Locks;

/// <summary>Who drives a run. The journal's sequence protects the record; the lease keeps two engines from acting on one run at the same time:
/// an engine acts only while its lease surely lasts, and another takes the run only when it has lapsed.</summary>
public interface IRunLeases
{
    /// <summary>Takes or renews the lease until <see cref="Lease.Until"/>.</summary>
    /// <returns>Null, or the living holder.</returns>
    Task<Lease?> TakeLeaseAsync(RunId run, Lease lease, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Renews those of the leases that the engine still has until <see cref="Lease.Until"/>; takes none.</summary>
    /// <returns>The runs whose lease it has.</returns>
    Task<IReadOnlySet<RunId>> RenewLeasesAsync(IReadOnlyCollection<RunId> runs, Lease lease, CancellationToken cancellationToken);

    Task ReleaseLeaseAsync(RunId run, string engine, CancellationToken cancellationToken);

    Task<Lease?> FindLeaseAsync(RunId run, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <param name="Engine">Unique name of the engine instance: <c>host/pid/random</c>.</param>
/// <param name="Host">Host name, so that another process there can see whether <paramref name="ProcessId"/> is alive.</param>
/// <param name="ProcessStartedAt">Start of that process, since process ids are used again.</param>
/// <param name="Until">When the lease lapses unless renewed.</param>
public sealed record Lease(string Engine, string Host, int ProcessId, DateTimeOffset ProcessStartedAt, DateTimeOffset Until);
