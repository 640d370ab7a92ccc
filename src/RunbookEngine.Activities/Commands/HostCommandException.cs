namespace RunbookEngine.Activities.Commands;

/// <summary>A command on another machine of which no exit code is known.</summary>
/// <param name="began">False: it surely never began.</param>
internal sealed class HostCommandException(string message, string help, bool began) : Exception(message)
{
    public bool Began { get; } = began;

    public string Help { get; } = help;
}
