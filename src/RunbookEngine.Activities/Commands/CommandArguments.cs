using System.Text.Json;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Sinks;

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

    /// <summary>The machine it runs on; null: this one.</summary>
    public HostTarget? Host { get; init; }

    public required OnUnknown OnUnknown { get; init; }

    /// <summary>Between the request to end and the end by force; default 10 s.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <param name="written">The arguments as the runbook has them, before its expressions were evaluated.</param>
    public static CommandArguments Read(StepArguments arguments, JsonElement written)
    {
        var run = arguments.Texts("run");
        if (run.Count == 0 || run[0].Length == 0)
        {
            throw arguments.Wrong("run", "is empty", "a list: the program, then its arguments");
        }
        for (var i = 0; i < run.Count; i++)
        {
            Refuse(arguments, i == 0 ? "run" : $"run, argument {i},", run[i], Written(written, i));
        }
        var environment = arguments.Map("env");
        foreach (var (name, value) in environment)
        {
            if ((ProtocolText.WrongVariable(name) ?? ProtocolText.WrongArgument(value)) is { } wrong)
            {
                throw arguments.Wrong($"env.{SinkText.Line(name)}", wrong, "a variable as the system takes it");
            }
        }
        if (arguments.OptionalText("cwd") is { } folder)
        {
            Refuse(arguments, "cwd", folder, "");
        }
        return new CommandArguments
        {
            Run = run,
            Environment = environment,
            WorkingDirectory = arguments.OptionalText("cwd"),
            StandardInput = arguments.OptionalText("stdin"),
            ExitCodes = Codes(arguments),
            Capture = arguments.Choice("capture", "text", "text", "json", "none"),
            OnUnknown = OnUnknowns.Read(arguments),
        };
    }

    /// <summary>An author may write a script of several lines; a line break that came out of an input, an answer or an output is none of the author's.</summary>
    private static void Refuse(StepArguments arguments, string name, string value, string written)
    {
        if (ProtocolText.WrongArgument(value) is { } wrong)
        {
            throw arguments.Wrong(name, wrong, "a text that a program can be given; the system would cut it there");
        }
        if (value.Count(c => c is '\n' or '\r') > written.Count(c => c is '\n' or '\r'))
        {
            throw arguments.Wrong(name, "holds a line break that came out of an expression", "one line there; give a program several lines with 'stdin' or 'env'");
        }
    }

    private static string Written(JsonElement written, int index)
    {
        if (written.ValueKind != JsonValueKind.Object || !written.TryGetProperty("run", out var run))
        {
            return "";
        }
        return run.ValueKind == JsonValueKind.Array && index < run.GetArrayLength() && run[index].ValueKind == JsonValueKind.String ? run[index].GetString()!
            : run.ValueKind == JsonValueKind.String && index == 0 ? run.GetString()! : "";
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
