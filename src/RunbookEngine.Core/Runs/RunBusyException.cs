using RunbookEngine.Locks;

namespace RunbookEngine.Runs;

/// <summary>Another living engine drives the run.</summary>
public sealed class RunBusyException(RunId run, Lease holder)
    : Exception($"Run {run} is driven by process {holder.ProcessId} on {holder.Host} (its lease lasts until {holder.Until:u}).")
{
    public Lease Holder { get; } = holder;
}
