using System.Text.Json;

namespace RunbookEngine.Activities;

/// <summary>Arguments with their expressions evaluated, and the secret values that went into them.</summary>
/// <param name="Value">The arguments.</param>
/// <param name="Secrets">Secret values inside <paramref name="Value"/>: mask them in everything captured.</param>
public sealed record ResolvedArguments(JsonElement Value, IReadOnlyList<string> Secrets);
