using RunbookEngine.Approvals;

namespace RunbookEngine.Server.Access;

/// <summary>What somebody may do now who is known to an effect by a name alone: the holder of a signed link, whoever gave a delegation, the owner of a name.</summary>
public sealed class NamedRights(ApiKeys keys, PersonNames people, CallerRights rights)
{
    private const int Page = 1000;

    /// <summary>Everybody who has, or had, a key or a token here; for one decision.</summary>
    public async Task<KnownCallers> LookAsync(CancellationToken cancellationToken)
    {
        var found = new List<(string, IReadOnlyList<Grant>?)>();
        for (string? after = null; await keys.ListAsync(after, Page, cancellationToken) is { Count: > 0 } page; after = page[^1].Id)
        {
            foreach (var key in page)
                found.Add((key.Name, await rights.GrantsAsync($"key:{key.Id}", cancellationToken)));
        }

        foreach (var person in await people.ListAsync(cancellationToken))
            found.Add((person.Name, await rights.GrantsAsync(PersonNames.IdOf(person.Issuer, person.Subject), cancellationToken)));
        return new KnownCallers(found);
    }

    /// <summary>The delegations whose givers, and those who wrote them down, still have the right: a delegation does not outlive what it gives away.</summary>
    public async Task<IReadOnlyList<Delegation>> StillAsync(IReadOnlyList<Delegation> delegations, CancellationToken cancellationToken)
    {
        if (delegations.Count == 0)
            return delegations;
        var (callers, still) = (await LookAsync(cancellationToken), new List<Delegation>());
        foreach (var delegation in delegations)
        {
            if (callers.May(name => PersonNames.AreSame(name, delegation.From), Permission.Approve)
                && (delegation.Identity is not { } writer || await rights.GrantsAsync(writer, cancellationToken) is { } grants && grants.Any(g => g.AllowsAll(Permission.Approve))))
                still.Add(delegation);
        }

        return still;
    }
}

/// <summary>Names with what their keys and tokens give; null where they give nothing any more.</summary>
public sealed class KnownCallers(IReadOnlyList<(string Name, IReadOnlyList<Grant>? Grants)> callers)
{
    /// <summary>Whether somebody may do something. Somebody who never had a key or a token here is known by their environment alone, which says so.</summary>
    /// <param name="isThem">Which names are theirs.</param>
    public bool May(Func<string, bool> isThem, Permission permission, string? runbook = null, string? environment = null, string? mode = null)
    {
        var own = callers.Where(c => isThem(c.Name)).ToList();
        return own.Count == 0 || own.Any(c => c.Grants?.Any(g => g.Allows(permission, runbook, environment, mode)) == true);
    }

    /// <summary>Whether a key or a token opens this server under a name.</summary>
    public bool IsTaken(string name) => callers.Any(c => c.Grants is not null && PersonNames.AreSame(c.Name, name));
}
