using RunbookEngine.Server.Api;

namespace RunbookEngine.Server.Access;

/// <summary>What somebody may do now who is not calling at this moment: the author of a trigger, the reader of a stream.</summary>
public sealed class CallerRights(ApiKeys keys, PersonNames people, OidcOptions oidc, TimeProvider clock)
{
    /// <param name="identity">As <see cref="CallerIdentity.Id"/>.</param>
    /// <returns>Null when the key is revoked or over, or the provider is not believed any more.</returns>
    public async Task<IReadOnlyList<Grant>?> GrantsAsync(string identity, CancellationToken cancellationToken)
    {
        if (identity.StartsWith("key:", StringComparison.Ordinal))
            return await keys.FindAsync(identity["key:".Length..], cancellationToken) is { } key && key.IsGood(clock.GetUtcNow()) ? key.Grants : null;
        return await people.FindAsync(identity, cancellationToken) is { } person && oidc.Issuer is not null && person.Issuer == oidc.Issuer ? oidc.GrantsOf(person.Values.ToHashSet(StringComparer.Ordinal)) : null;
    }

    /// <summary>Whether what a stream was opened with still opens it.</summary>
    public async Task<bool> StillAsync(CallerIdentity caller, CancellationToken cancellationToken) =>
        (caller.ExpiresAt is not { } end || clock.GetUtcNow() < end)
        && (!caller.Id.StartsWith("key:", StringComparison.Ordinal) || await GrantsAsync(caller.Id, cancellationToken) is not null);

    /// <summary>Why a trigger starts nothing for whoever wrote it; null when it may. One that was written before rights were kept has no identity and is not judged.</summary>
    public async Task<(string? Refusal, Func<string, bool>? MaySee)> OfTriggerAsync(
        TriggerAuthor author, string runbook, string? environment, string? mode, CancellationToken cancellationToken)
    {
        if (author.Identity is not { } identity)
            return (null, null);
        if (await GrantsAsync(identity, cancellationToken) is not { } grants)
            return ($"the right of {author.Name}, who wrote the trigger, has ended", null);
        bool Has(Permission permission) => grants.Any(g => g.Allows(permission, runbook, environment, mode ?? Grant.NoMode));
        return Has(Permission.Author) && Has(Permission.Operate)
            ? (null, name => grants.Any(g => g.Allows(Permission.View, name, environment, mode ?? Grant.NoMode)))
            : ($"{author.Name}, who wrote the trigger, may not both author and operate {Names.Shown(runbook)} in {Names.Shown(environment ?? "any environment")}{(mode is null ? "" : $" in the mode {mode}")}", null);
    }

    /// <summary>As <see cref="OfTriggerAsync"/>, of something that may set off any trigger.</summary>
    public async Task<string?> OfIntakeAsync(TriggerAuthor author, CancellationToken cancellationToken)
    {
        if (author.Identity is not { } identity)
            return null;
        var grants = await GrantsAsync(identity, cancellationToken);
        bool Has(Permission permission) => grants!.Any(g => g.AllowsAll(permission));
        return grants is not null && Has(Permission.Author) && Has(Permission.Operate) ? null : $"{author.Name}, who put it, may not author and operate everything any more";
    }
}

/// <summary>Who wrote a trigger.</summary>
/// <param name="Identity">See <see cref="CallerIdentity.Id"/>; null in texts of earlier versions.</param>
public sealed record TriggerAuthor(string Name, string? Identity);
