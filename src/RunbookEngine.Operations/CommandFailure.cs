namespace RunbookEngine.Operations;

/// <summary>A command cannot do what was asked: what is wrong, what to do about it, and the exit code.</summary>
public class CommandFailure(Exit exit, string message, string? help = null, Exception? cause = null) : Exception(message, cause)
{
    public Exit Exit { get; } = exit;

    public string? Help { get; } = help;
}
