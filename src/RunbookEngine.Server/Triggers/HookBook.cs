using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Triggers;
using RunbookEngine.Secrets;
using RunbookEngine.Server.Schedules;

namespace RunbookEngine.Server.Triggers;

/// <summary>Finds webhooks and their secrets.</summary>
public sealed class HookBook(TriggerBook book)
{
    /// <summary>Characters of a secret, at least: as many bits as the signature has, in hexadecimal half of it.</summary>
    public const int ShortestSecret = 32;

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
}
