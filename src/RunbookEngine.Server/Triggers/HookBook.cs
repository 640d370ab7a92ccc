using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Triggers;
using RunbookEngine.Secrets;
using RunbookEngine.Server.Schedules;

namespace RunbookEngine.Server.Triggers;

/// <summary>Finds webhooks and their secrets.</summary>
public sealed class HookBook(TriggerBook book, TimeProvider clock)
{
    /// <summary>Characters of a secret, at least: as many bits as the signature has, in hexadecimal half of it.</summary>
    public const int ShortestSecret = 32;

    /// <summary>How long a secret of another webhook is remembered, by its digest; reading it may mean a file.</summary>
    private static readonly TimeSpan Remember = TimeSpan.FromSeconds(30);

    private readonly byte[] _salt = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, (DateTimeOffset Until, string? Digest)> _digests = new(StringComparer.Ordinal);

    public async Task<Hook?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (await book.FindAsync(TriggerBook.Webhooks, name, cancellationToken) is { Trigger.Webhook: { } webhook } entry)
            return new Hook(name, webhook, entry, null);
        return await book.TextAsync(TriggerBook.Webhooks, name, cancellationToken) is { } text && TriggerReader.ReadIntake(new SourceFile(name, text.Text), name).Intake is { } intake
            ? new Hook(name, intake.Webhook, null, intake, text.By)
            : null;
    }

    /// <summary>The secrets as they are now, so that a file may be replaced at any time. One of two may be missing while they change.</summary>
    /// <exception cref="SecretUnavailableException">There is none, or one is too short.</exception>
    public async Task<IReadOnlyList<string>> SecretsAsync(WebhookDefinition hook, CancellationToken cancellationToken)
    {
        var (found, last) = (new List<string>(), (SecretUnavailableException?)null);
        foreach (var reference in hook.Secrets)
        {
            try
            {
                var secret = await SecretReader.ReadAsync(reference, cancellationToken);
                if (secret.Length < ShortestSecret)
                    throw new SecretUnavailableException(reference, $"it has fewer than {ShortestSecret} characters");
                found.Add(secret);
            }
            catch (SecretUnavailableException e)
            {
                last = e;
            }
        }

        return found.Count > 0 ? found : throw last!;
    }

    /// <summary>Whether another webhook has one of these secrets, by whatever reference: then a signature without a name does not say which one it is for.</summary>
    public async Task<bool> SharesSecretAsync(Hook hook, IReadOnlyList<string> secrets, CancellationToken cancellationToken)
    {
        var others = (await book.AllAsync(cancellationToken)).Where(e => e.Name != hook.Name && e.Trigger.Webhook is not null).SelectMany(e => e.Trigger.Webhook!.Secrets);
        var intakes = (await book.TextsAsync(TriggerBook.Webhooks, cancellationToken)).Where(t => t.Name != hook.Name)
            .Select(t => TriggerReader.ReadIntake(new SourceFile(t.Name, t.Text), t.Name).Intake).OfType<TicketIntake>().SelectMany(i => i.Webhook.Secrets);
        var references = others.Concat(intakes).ToHashSet(StringComparer.Ordinal);
        if (references.Overlaps(hook.Definition.Secrets))
            return true;
        var own = secrets.Select(Digest).ToHashSet(StringComparer.Ordinal);
        return (await Task.WhenAll(references.Select(r => DigestAsync(r, cancellationToken)))).Any(d => d is not null && own.Contains(d));
    }

    private async Task<string?> DigestAsync(string reference, CancellationToken cancellationToken)
    {
        if (_digests.TryGetValue(reference, out var known) && clock.GetUtcNow() < known.Until)
            return known.Digest;
        string? digest = null;
        try
        {
            digest = Digest(await SecretReader.ReadAsync(reference, cancellationToken));
        }
        catch (SecretUnavailableException)
        {
            // A webhook without a secret takes nothing, so nothing can be meant for it.
        }

        _digests[reference] = (clock.GetUtcNow() + Remember, digest);
        return digest;
    }

    private string Digest(string secret) => Convert.ToHexStringLower(HMACSHA256.HashData(_salt, Encoding.UTF8.GetBytes(secret)));
}
