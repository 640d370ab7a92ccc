namespace RunbookEngine.Cli.Hosting;

/// <summary>Where one invocation writes, and what can be shown there.</summary>
internal sealed record Terminal
{
    /// <summary>Columns assumed where nobody tells, as in a pipe.</summary>
    public const int DefaultWidth = 120;

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>A person sees standard output as it is written; false in a pipe or a file.</summary>
    public bool OutIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    public int Width { get; init; } = DefaultWidth;

    public int Height { get; init; } = 40;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Name of the person at the keyboard, for the record.</summary>
    public string User { get; init; } = "unknown";

    public static Terminal OfProcess()
    {
        var dumb = Environment.GetEnvironmentVariable("TERM") is "dumb";
        var (outIsTerminal, errorIsTerminal) = (!Console.IsOutputRedirected && !dumb, !Console.IsErrorRedirected && !dumb);
        return new Terminal
        {
            Out = Console.Out,
            Error = Console.Error,
            OutIsTerminal = outIsTerminal,
            ErrorIsTerminal = errorIsTerminal,
            Width = outIsTerminal && Console.WindowWidth is > 0 and var width ? width : DefaultWidth,
            Height = outIsTerminal && Console.WindowHeight is > 0 and var height ? height : 40,
            User = Environment.UserName,
        };
    }
}
