using NJsonSchema;

namespace RunbookEngine.Language.Shape;

/// <summary>The JSON Schemas of the language; the same files that editors use.</summary>
public static class Schemas
{
    private static readonly Lazy<JsonSchema> RunbookSchema = new(() => Parse(RunbookText));
    private static readonly Lazy<JsonSchema> EnvironmentSchema = new(() => Parse(EnvironmentText));
    private static readonly Lazy<JsonSchema> RulesSchema = new(() => Parse(RulesText));

    /// <summary>What <c>runbook schema runbook</c> prints.</summary>
    public static string RunbookText => Read("runbook.schema.json");

    /// <summary>What <c>runbook schema environment</c> prints.</summary>
    public static string EnvironmentText => Read("environment.schema.json");

    /// <summary>What <c>runbook schema rules</c> prints.</summary>
    public static string RulesText => Read("rules.schema.json");

    // Parsed once: the first parse of a schema costs more than everything else about a small runbook.
    internal static JsonSchema Runbook => RunbookSchema.Value;

    internal static JsonSchema Environment => EnvironmentSchema.Value;

    internal static JsonSchema Rules => RulesSchema.Value;

    private static JsonSchema Parse(string text) => JsonSchema.FromJsonAsync(text).GetAwaiter().GetResult();

    private static string Read(string name)
    {
        using var stream = typeof(Schemas).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The schema {name} is missing from the build.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
