namespace RunbookEngine.Activities.Commands;

/// <summary>A program was ended before its time.</summary>
internal sealed class ProgramStoppedException(string how, CancellationToken cancellationToken) : OperationCanceledException(how, cancellationToken)
{
    public const string Killed = "it was killed with everything it had started";

    /// <summary>Half a sentence for people.</summary>
    public string How { get; } = how;
}
