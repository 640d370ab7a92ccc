namespace RunbookEngine.Simulator.Ledger;

/// <summary>A state-changing request that reached an array and was carried out, was a silent no-op, or was refused by the array.</summary>
/// <param name="Sequence">From 1, without gaps, in the order the arrays did them.</param>
/// <param name="At">Simulated time of the effect, not of the request.</param>
/// <param name="ObjectType">Collection in the path, such as remote-mirror-copygroups.</param>
/// <param name="ObjectId">Id as the request gave it; empty when an object is created.</param>
/// <param name="CopyGroup">Copy group or snapshot group it concerned, whichever array was asked.</param>
/// <param name="Action">create, delete, change, or the action's name.</param>
/// <param name="Effect">changed, no-op or failed.</param>
/// <param name="PairsChanged">Names of the pairs that changed.</param>
public sealed record LedgerEntry(
    long Sequence, DateTimeOffset At, string Array, int Controller, string User, string Method, string Path, string ObjectType, string ObjectId,
    string? CopyGroup, string? Pair, string Action, string Effect, long JobId, IReadOnlyList<string> PairsChanged)
{
    /// <summary>The request body as sent.</summary>
    public string Body { get; init; } = "";
}
