using System.Text.Json;

namespace RunbookEngine.EndToEnd.Tests;

/// <summary>What a finished command left behind.</summary>
internal sealed record CommandResult(int Exit, string Out, string Error)
{
    public JsonElement Json => JsonElement.Parse(Out);

    public IReadOnlyList<string> Lines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public override string ToString() => $"exit {Exit}\n--- out\n{Out}\n--- error\n{Error}";
}
