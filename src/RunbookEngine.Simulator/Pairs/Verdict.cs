using RunbookEngine.Simulator.Rest;

namespace RunbookEngine.Simulator.Pairs;

/// <summary>What the array makes of a command for one pair: carried out, answered with success and not carried out, or refused.</summary>
internal sealed record Verdict
{
    private Verdict(bool acts, ArrayError? error) => (Acts, Error) = (acts, error);

    public static readonly Verdict Do = new(true, null);

    /// <summary>Success without effect: the body is not applied.</summary>
    /// <remarks>Source: REST API guide MK-98RD9014, "Pair status": split of a split pair, resync of a copying or paired one.</remarks>
    public static readonly Verdict NoOp = new(false, null);

    public bool Acts { get; }

    public ArrayError? Error { get; }

    public static Verdict Reject(string message) => new(false, ArrayError.Rejected(message));
}
