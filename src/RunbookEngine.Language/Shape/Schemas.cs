using System.Text;

namespace RunbookEngine.Language.Shape;

/// <summary>The JSON Schemas of the language; the same files that editors use.</summary>
public static class Schemas
{
    private const string RunbookFile = "runbook.schema.json";
    private const string EnvironmentFile = "environment.schema.json";
    private const string RulesFile = "rules.schema.json";

    private static readonly Lazy<SchemaDocument> RunbookSchema = new(() => new(Bytes(RunbookFile)));
    private static readonly Lazy<SchemaDocument> EnvironmentSchema = new(() => new(Bytes(EnvironmentFile)));
    private static readonly Lazy<SchemaDocument> RulesSchema = new(() => new(Bytes(RulesFile)));

    /// <summary>What <c>runbook schema runbook</c> prints.</summary>
    public static string RunbookText => Encoding.UTF8.GetString(Bytes(RunbookFile));

    /// <summary>What <c>runbook schema environment</c> prints.</summary>
    public static string EnvironmentText => Encoding.UTF8.GetString(Bytes(EnvironmentFile));

    /// <summary>What <c>runbook schema rules</c> prints.</summary>
    public static string RulesText => Encoding.UTF8.GetString(Bytes(RulesFile));

    internal static SchemaDocument Runbook => RunbookSchema.Value;

    internal static SchemaDocument Environment => EnvironmentSchema.Value;

    internal static SchemaDocument Rules => RulesSchema.Value;

    private static byte[] Bytes(string name)
    {
        using var stream = typeof(Schemas).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The schema {name} is missing from the build.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
