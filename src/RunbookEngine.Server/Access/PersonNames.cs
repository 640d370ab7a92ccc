using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using RunbookEngine.Documents;
using RunbookEngine.Plans;

namespace RunbookEngine.Server.Access;

/// <summary>Whom the identity provider names: issuer and subject are who somebody is, and the name on record is bound to them when they are first seen. A person who is
/// renamed there keeps the name here, and nobody else ever gets it.</summary>
public sealed class PersonNames(IDocumentStore documents)
{
    private const string Kind = "person";
    private const string NameKind = "person-name";
    private const int Page = 1000;

    private readonly ConcurrentDictionary<string, PersonRecord> _known = new(StringComparer.Ordinal);

    /// <summary>Who somebody is, for ever: <c>token:</c> and a hash of issuer and subject, whose lengths are part of it.</summary>
    public static string IdOf(string issuer, string subject) => $"token:{TextHash.Of($"{issuer.Length}:{issuer}:{subject.Length}:{subject}")}";

    /// <param name="shown">The name that the token gives; taken when it follows the rules of key names and belongs to nobody else.</param>
    /// <param name="values">Of the roles claim: what the person's triggers may do is judged by the last ones seen.</param>
    public async Task<PersonRecord> SeeAsync(string issuer, string subject, string? shown, IReadOnlyCollection<string> values, CancellationToken cancellationToken)
    {
        var id = IdOf(issuer, subject);
        IReadOnlyList<string> sorted = [.. values.Order(StringComparer.Ordinal)];
        if (_known.TryGetValue(id, out var known) && known.Values.SequenceEqual(sorted))
            return known;
        while (true)
        {
            var stored = await documents.GetAsync(Kind, id, cancellationToken);
            var before = stored is null ? null : JsonSerializer.Deserialize<PersonRecord>(stored.Body, JsonSerializerOptions.Web);
            var next = before is null ? new PersonRecord(issuer, subject, await NameAsync(id, subject, shown, cancellationToken), sorted) : before with { Values = sorted };
            if ((before is not null && before.Values.SequenceEqual(sorted))
                || await documents.PutAsync(Kind, id, JsonSerializer.Serialize(next, JsonSerializerOptions.Web), stored?.Version ?? 0, null, cancellationToken) is not null)
                return _known[id] = next;
        }
    }

    /// <param name="id">As <see cref="IdOf"/> gives it.</param>
    public async Task<PersonRecord?> FindAsync(string id, CancellationToken cancellationToken) =>
        await documents.GetAsync(Kind, id, cancellationToken) is { } found ? JsonSerializer.Deserialize<PersonRecord>(found.Body, JsonSerializerOptions.Web) : null;

    /// <summary>Everybody who was ever seen.</summary>
    public async Task<IReadOnlyList<PersonRecord>> ListAsync(CancellationToken cancellationToken)
    {
        var found = new List<PersonRecord>();
        for (string? after = null; await documents.ListAsync(new DocumentFilter(Kind, After: after, Limit: Page), cancellationToken) is { Count: > 0 } page; after = page[^1].Id)
            found.AddRange(page.Select(d => JsonSerializer.Deserialize<PersonRecord>(d.Body, JsonSerializerOptions.Web)!));
        return found;
    }

    /// <summary>Case and width do not tell names apart.</summary>
    public static bool AreSame(string one, string other) => PlaceOf(one) == PlaceOf(other);

    private static string PlaceOf(string name) => name.Trim().Normalize(NormalizationForm.FormKC).ToLowerInvariant();

    private async Task<string> NameAsync(string id, string subject, string? shown, CancellationToken cancellationToken)
    {
        foreach (var name in new[] { shown, subject, $"person-{id["token:".Length..][..16]}" })
        {
            if (!KeyNames.AreGood(name))
                continue;
            var place = PlaceOf(name!);
            await documents.PutAsync(NameKind, place, JsonSerializer.Serialize(id), 0, null, cancellationToken);
            if (await documents.GetAsync(NameKind, place, cancellationToken) is { } claim && JsonSerializer.Deserialize<string>(claim.Body) == id)
                return name!;
        }

        return id;
    }
}

/// <param name="Name">On record, for ever.</param>
/// <param name="Values">Of the roles claim, as last seen.</param>
public sealed record PersonRecord(string Issuer, string Subject, string Name, IReadOnlyList<string> Values);
