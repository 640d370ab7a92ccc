namespace RunbookEngine.Cli.Hosting;

/// <summary>Where a command does its work.</summary>
internal enum Reach
{
    /// <summary>On this machine alone; <c>--server</c> makes no sense.</summary>
    Here,

    /// <summary>On the runs of a store, or of a server with <c>--server</c>.</summary>
    HereOrServer,

    ServerOnly,
}
