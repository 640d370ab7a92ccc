using RunbookEngine.Sinks;

namespace RunbookEngine.Cli.Output;

/// <summary>Colours for a terminal. They only repeat what the words say.</summary>
internal sealed class Ink(bool on)
{
    public string Bold(string text) => Paint("1", text);

    public string Dim(string text) => Paint("2", text);

    /// <summary>What fails, cannot be taken back, or is too late.</summary>
    public string Bad(string text) => Paint("31", text);

    public string Warn(string text) => Paint("33", text);

    /// <summary>A status or outcome in the colour people expect.</summary>
    public string Status(string word) => word switch
    {
        "succeeded" => Paint("32", word),
        "running" or "waiting" or "undoing" or "awaiting-approval" or "awaiting-answer" or "awaiting-ticket" => Paint("36", word),
        "failed" or "ambiguous" or "needs-operator" => Paint("31", word),
        "held" or "rolled-back" or "cancelled" or "undone" => Paint("33", word),
        _ => word,
    };

    /// <summary>Every control sequence that is ever written on purpose.</summary>
    public static IReadOnlyList<string> Sequences { get; } = [.. new[] { "0", "1", "2", "31", "32", "33", "36" }.Select(c => $"\e[{c}m")];

    private string Paint(string code, string text) => on ? $"\e[{code}m{SinkText.Line(text)}\e[0m" : SinkText.Line(text);
}
