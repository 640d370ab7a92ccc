using RunbookEngine.Activities.Steps;

namespace RunbookEngine.Activities.Commands;

/// <summary>Arguments of <c>command</c>.</summary>
internal sealed record CommandArguments
{
    /// <summary>Program and arguments; no shell reads them.</summary>
    public required IReadOnlyList<string> Run { get; init; }

    /// <summary>Added to the engine's own environment.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public string? WorkingDirectory { get; init; }

    public string? StandardInput { get; init; }

    /// <summary>Exit codes that mean success; default 0.</summary>
    public required IReadOnlySet<int> ExitCodes { get; init; }

    /// <summary>What becomes of standard output: <c>text</c>, <c>json</c> (parsed as well) or <c>none</c>.</summary>
    public required string Capture { get; init; }

    public required OnUnknown OnUnknown { get; init; }

    public static CommandArguments Read(StepArguments arguments)
    {
        var run = arguments.Texts("run");
        if (run.Count == 0 || run[0].Length == 0)
        {
            throw arguments.Wrong("run", "is empty", "a list: the program, then its arguments");
        }
        return new CommandArguments
        {
            Run = run,
            Environment = arguments.Map("env"),
            WorkingDirectory = arguments.OptionalText("cwd"),
            StandardInput = arguments.OptionalText("stdin"),
            ExitCodes = Codes(arguments),
            Capture = arguments.Choice("capture", "text", "text", "json", "none"),
            OnUnknown = OnUnknowns.Read(arguments),
        };
    }

    private static HashSet<int> Codes(StepArguments arguments)
    {
        var codes = arguments.Texts("successCodes");
        return codes.Count == 0
            ? [0]
            : [.. codes.Select(c => int.TryParse(c, out var code) && code is >= 0 and <= 255 ? code
            : throw arguments.Wrong("successCodes", $"holds '{c}'", "codes from 0 to 255"))];
    }
}
