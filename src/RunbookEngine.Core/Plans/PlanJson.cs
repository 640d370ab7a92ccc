using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RunbookEngine.Plans;

/// <summary>How plans are written: camelCase, absent rather than null, enums by name.</summary>
public static class PlanJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>A plan is immutable and may be asked about often.</summary>
    private static readonly ConditionalWeakTable<Plan, string> Known = [];

    /// <summary>SHA-256 of the plan's JSON, in hexadecimal: what an approval is bound to.</summary>
    public static string Fingerprint(Plan plan) => Known.GetValue(plan, Hash);

    private static string Hash(Plan plan) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(plan, Options)));

    private static JsonSerializerOptions Create() => new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        MaxDepth = 128,
    };
}
