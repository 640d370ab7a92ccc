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

    /// <summary>What a person types; asked for only where <see cref="InIsTerminal"/>.</summary>
    public TextReader In { get; init; } = TextReader.Null;

    public bool InIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    public int Width { get; init; } = DefaultWidth;

    public int Height { get; init; } = 40;

    /// <summary>As it is now: a person may make it larger or smaller at any time.</summary>
    public Func<(int Width, int Height)>? SizeNow { get; init; }

    public (int Width, int Height) Size() => SizeNow?.Invoke() is { Width: > 0, Height: > 0 } now ? now : (Width, Height);

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The account of the operating system, for the record.</summary>
    public string User { get; init; } = "unknown";

    /// <summary>The machine, for the record.</summary>
    public string Host { get; init; } = "unknown";

    /// <summary>The terminal of standard input, as <c>pts/3</c>, for the record; null: none, as in a job.</summary>
    public string? Device { get; init; }

    public static Terminal OfProcess()
    {
        var dumb = Environment.GetEnvironmentVariable("TERM") is "dumb";
        var (outIsTerminal, errorIsTerminal) = (!Console.IsOutputRedirected && !dumb, !Console.IsErrorRedirected && !dumb);
        return new Terminal
        {
            Out = new PatientWriter(StandardStreams.IsMissing(1) ? TextWriter.Null : Console.Out),
            Error = new PatientWriter(StandardStreams.IsMissing(2) ? TextWriter.Null : Console.Error),
            OutIsTerminal = outIsTerminal,
            In = Console.In,
            InIsTerminal = !Console.IsInputRedirected,
            ErrorIsTerminal = errorIsTerminal,
            Width = outIsTerminal && Console.WindowWidth is > 0 and var width ? width : DefaultWidth,
            Height = outIsTerminal && Console.WindowHeight is > 0 and var height ? height : 40,
            SizeNow = outIsTerminal ? () => (Console.WindowWidth, Console.WindowHeight) : null,
            User = Environment.UserName,
            Host = Environment.MachineName,
            Device = DeviceOf("/proc/self/fd/0"),
        };
    }

    private static string? DeviceOf(string input)
    {
        try
        {
            return File.ResolveLinkTarget(input, returnFinalTarget: false)?.FullName is { } path && path.StartsWith("/dev/", StringComparison.Ordinal) && path != "/dev/null"
                ? path["/dev/".Length..]
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
