namespace RunbookEngine.Language.Triggers;

/// <summary>The <c>webhook:</c> of a trigger.</summary>
/// <param name="Secrets">References, <c>env:NAME</c> or <c>file:PATH</c>; 1 or 2.</param>
/// <param name="Key">Template; requests with the same key are one run. Null: the same delivery is.</param>
/// <param name="When">Condition; null: always.</param>
/// <param name="MaxBytes">Bytes of a body, 1 to 1048576. Default: 262144.</param>
/// <param name="PerMinute">Requests of one sender, 1 to 6000. Default: 60.</param>
public sealed record WebhookDefinition(
    IReadOnlyList<string> Secrets, SignedPart Signature, TimeSpan Window, string? Key, string? When, int MaxBytes = 262_144, int PerMinute = 60)
{
    public static readonly TimeSpan DefaultWindow = TimeSpan.FromMinutes(5);
}
