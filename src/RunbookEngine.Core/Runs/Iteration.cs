using System.Text.Json;

namespace RunbookEngine.Runs;

/// <summary>One round of a <c>foreach</c>.</summary>
/// <param name="Key">Stable name: the item itself when it is text or a number, else its <c>name</c> or <c>id</c>, else its place from 1.</param>
/// <param name="Value">What the loop variable holds.</param>
public sealed record Iteration(string Key, JsonElement Value);
