using RunbookEngine.Runs;

namespace RunbookEngine.Locks;

/// <summary>A lock and the run that holds it.</summary>
public sealed record HeldLock(LockName Name, RunId Run, string Runbook, string Actor, DateTimeOffset Since);
