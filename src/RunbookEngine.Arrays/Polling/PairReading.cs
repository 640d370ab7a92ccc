using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Pairs;

namespace RunbookEngine.Arrays.Polling;

/// <summary>What one poll of a copy group brought.</summary>
public abstract record PairReading
{
    private PairReading()
    {
    }

    /// <summary>When the read was begun, by our clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <param name="Group">Null when the group no longer exists.</param>
    public sealed record Seen(CopyGroup? Group) : PairReading;

    /// <summary>The read failed. Polling goes on: it is for the waiter to decide how long that is bearable.</summary>
    public sealed record Failed(ArrayError Error) : PairReading;
}
