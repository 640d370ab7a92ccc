using RunbookEngine.Runs;

namespace RunbookEngine.Journal;

/// <summary>The run's journal has moved on since it was read: nothing was appended.</summary>
public sealed class SequenceConflictException(RunId run, int sequence)
    : Exception($"Run {run} already has an event {sequence}.")
{
    public RunId Run { get; } = run;

    /// <summary>The sequence number that was taken.</summary>
    public int Sequence { get; } = sequence;
}
