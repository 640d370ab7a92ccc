using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RunbookEngine.Plans;

/// <summary>How plans are written: camelCase, absent rather than null, enums by name.</summary>
public static class PlanJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>SHA-256 of the plan's JSON, in hexadecimal: what an approval is bound to.</summary>
    public static string Fingerprint(Plan plan) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(plan, Options)));

    private static JsonSerializerOptions Create() => new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        MaxDepth = 128,
    };
}
