using RunbookEngine.Plans;
using RunbookEngine.Secrets;

namespace RunbookEngine.Server.Approvals;

/// <summary>Section <c>approvals</c> of the configuration file.</summary>
public sealed record ApprovalOptions
{
    /// <summary>How people reach this server, for links: <c>https://runbooks.example</c>. Default: no links are sent.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>References to the keys of signed links (<c>env:NAME</c>, <c>file:PATH</c>, <c>command:PROGRAM</c>), at least 32 characters each. The first one signs, all
    /// of them are believed: to change the key, put the new one first and drop the old one when its links have run out. Default: none, no links are sent.</summary>
    public IReadOnlyList<string> SigningKeys { get; init; } = [];

    /// <summary>How long a link is good; never longer than the approval's own deadline; 5m to 7d. Default: 24h.</summary>
    public TimeSpan LinkLifetime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Channels that are told of an approval whose runbook names none. Default: none; people who can be reached themselves are told all the same.</summary>
    public IReadOnlyList<string> Notify { get; init; } = [];

    /// <summary>How often open approvals are looked for; 1s to 10m. Default: 5s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What cannot be, one sentence each; the keys themselves are not read.</summary>
    public IEnumerable<string> Problems()
    {
        if (LinkLifetime < TimeSpan.FromMinutes(5) || LinkLifetime > TimeSpan.FromDays(7))
            yield return $"approvals: linkLifetime is {DurationText.Write(LinkLifetime)}; 5m to 7d are possible";
        if (Interval < TimeSpan.FromSeconds(1) || Interval > TimeSpan.FromMinutes(10))
            yield return $"approvals: interval is {DurationText.Write(Interval)}; 1s to 10m are possible";
        if (PublicUrl is not null && (!Uri.TryCreate(PublicUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")))
            yield return $"approvals: publicUrl: '{PublicUrl}' is no address such as https://runbooks.example";
        if ((PublicUrl is null) != (SigningKeys.Count == 0))
            yield return "approvals: links need both publicUrl and signingKeys";
        for (var i = 0; i < SigningKeys.Count; i++)
        {
            if (!SecretReference.IsReference(SigningKeys[i]))
                yield return $"approvals: signingKeys, entry {i + 1}: a key is given as env:NAME, file:PATH or command:PROGRAM ARGS, never as itself";
        }
    }
}
