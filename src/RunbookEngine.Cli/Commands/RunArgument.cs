using System.CommandLine;

namespace RunbookEngine.Cli.Commands;

/// <summary>The run a command is about.</summary>
internal static class RunArgument
{
    public static Argument<string> Create() => new("RUN")
    {
        Description = "Id of a run, four or more characters of its beginning or end, or latest",
    };
}
