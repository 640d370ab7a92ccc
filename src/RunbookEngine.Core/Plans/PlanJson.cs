using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace RunbookEngine.Plans;

/// <summary>How plans are written: camelCase, absent rather than null, enums by name.</summary>
public static class PlanJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>A plan is immutable and may be asked about often.</summary>
    private static readonly ConditionalWeakTable<Plan, string> Known = [];

    /// <summary>SHA-256 of the plan's JSON, in hexadecimal: what an approval is bound to.</summary>
    public static string Fingerprint(Plan plan) => plan.Environment.RedactedFrom ?? Known.GetValue(plan, Hash);

    /// <summary>A plan that was approved as another one: the same work on the same arrays, reached at other addresses.</summary>
    public static Plan SameApproved(Plan plan, Plan approved)
    {
        Known.AddOrUpdate(plan, Fingerprint(approved));
        return plan;
    }

    private static string Hash(Plan plan) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(plan, Approved)));

    /// <summary>Where the environment file lies, and which arrays are gone tonight, is no part of what was approved.</summary>
    private static JsonSerializerOptions Approved { get; } = new(Options)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver
        {
            Modifiers =
            {
                static type =>
                {
                    if (type.Type != typeof(PlanEnvironment))
                        return;
                    foreach (var name in type.Properties.Where(p => p.Name is "file" or "without").ToList())
                        type.Properties.Remove(name);
                },
            },
        },
    };

    private static JsonSerializerOptions Create() => new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        MaxDepth = 128,
    };
}
