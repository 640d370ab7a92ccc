using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Locks;
using RunbookEngine.Runs;

namespace RunbookEngine.Server.Running;

/// <summary>Makes an order a stored run. Some node drives it from there; a caller does not wait for that.</summary>
public interface IRunStarter
{
    /// <exception cref="Journal.StoreUnavailableException">Nothing is known to be stored; the same order with its key may be given again.</exception>
    Task<OrderResult> StartAsync(RunOrder order, CancellationToken cancellationToken);
}

/// <summary>What became of an order.</summary>
public abstract record OrderResult
{
    private OrderResult() { }

    /// <param name="Before">An earlier order with the same key had started it.</param>
    public sealed record Started(RunId Run, bool Before) : OrderResult;

    /// <summary>The key was used before, for another order.</summary>
    public sealed record OtherOrder(RunId Run) : OrderResult;

    /// <summary>Another run holds a copy group.</summary>
    public sealed record Locked(HeldLock By) : OrderResult;

    /// <summary>The runbook, its inputs or its targets are not in order.</summary>
    public sealed record Invalid(string Message, IReadOnlyList<Diagnostic> Diagnostics) : OrderResult;

    /// <summary>There is no such runbook or environment, or the plan is not the one that was looked at, or a fence forbids it.</summary>
    public sealed record Refused(string Message, string? Help = null) : OrderResult;

    /// <summary>An array cannot be reached; the order may be given again.</summary>
    public sealed record Unreachable(string Message, string? Help = null) : OrderResult;
}
