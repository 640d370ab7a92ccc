using RunbookEngine.Language.Environments;
using RunbookEngine.Plans;

namespace RunbookEngine.Operations.Bundles;

/// <summary>What an environment says of the evidence of its runs.</summary>
public static class EvidenceSettings
{
    public static EvidenceEntry? Of(PlanEnvironment environment)
    {
        try
        {
            return environment.Content.ValueKind == System.Text.Json.JsonValueKind.Object && environment.Content.TryGetProperty("evidence", out _)
                ? EnvironmentModel.FromPlan(environment).Evidence : null;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    /// <summary>Null: the environment names no certificate.</summary>
    public static BundleSigning? Signing(EvidenceEntry? entry) =>
        entry?.Certificate is { } certificate ? new BundleSigning(certificate, entry.Key, entry.Password, entry.Signer, entry.Timestamp) : null;

    /// <summary>The zone in which reports tell times; UTC where the environment names none, or one that this machine does not know.</summary>
    public static TimeZoneInfo Zone(PlanEnvironment environment) =>
        Of(environment)?.Zone is { } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;
}
