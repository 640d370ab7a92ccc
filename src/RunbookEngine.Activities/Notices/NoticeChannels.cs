using System.Net;
using System.Net.Mail;
using System.Text;
using System.Text.Json;
using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Activities.Web;
using RunbookEngine.Plans;
using RunbookEngine.Secrets;
using RunbookEngine.Sinks;

namespace RunbookEngine.Activities.Notices;

/// <summary>Delivers a message over one channel of the environment: <c>webhook</c>, <c>mail</c> or <c>file</c>.</summary>
public sealed class NoticeChannels(WebClients clients)
{
    /// <summary>Real time for one delivery.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Whether a channel of the environment sends mail, and so can reach one person alone.</summary>
    public static bool IsMail(Plan plan, string channel) => Environments.Section(plan, "notify")?.Section(channel)?.Section("mail") is not null;

    /// <param name="mailTo">Recipient in place of those that a mail channel names; null: those.</param>
    /// <returns>Null when it was delivered, else why not.</returns>
    public async Task<string?> DeliverAsync(Plan plan, string channel, Notice notice, CancellationToken cancellationToken, string? mailTo = null)
    {
        if (Environments.Section(plan, "notify")?.Section(channel) is not { } section)
        {
            return $"the environment {plan.Environment.Name} has no channel '{channel}' under 'notify'";
        }
        return await TryDeliverAsync(section, notice, cancellationToken, mailTo);
    }

    /// <returns>Null when it was delivered, else why not.</returns>
    internal async Task<string?> TryDeliverAsync(StepArguments section, Notice notice, CancellationToken cancellationToken, string? mailTo = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            await DeliverAsync(section, notice, mailTo, limit.Token);
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"no answer within {Limit.TotalSeconds:0} s";
        }
        catch (Exception e) when (e is HttpRequestException or SmtpException or IOException or UnauthorizedAccessException
            or InvalidOperationException or ArgumentException or FormatException or InvalidArgumentsException)
        {
            return e.InnerException is null ? e.Message : $"{e.Message} ({e.InnerException.Message})";
        }
    }

    private async Task DeliverAsync(StepArguments channel, Notice notice, string? mailTo, CancellationToken cancellationToken)
    {
        if (channel.OptionalText("webhook") is { } url)
        {
            await PostAsync(channel, url, notice, cancellationToken);
        }
        else if (channel.Section("mail") is { } mail)
        {
            await MailAsync(channel, mail, notice, mailTo is null ? mail.Texts("to") : [mailTo], cancellationToken);
        }
        else
        {
            await File.AppendAllTextAsync(channel.Text("file"), JsonSerializer.Serialize(notice, PlanJson.Options) + "\n",
                cancellationToken);
        }
    }

    private async Task PostAsync(StepArguments channel, string url, Notice notice, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new StringContent(JsonSerializer.Serialize(notice, PlanJson.Options), Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", ProtocolText.HeaderValue(notice.Key));
        if (channel.OptionalText("credentials") is { } reference)
        {
            var (user, password) = await SecretReader.ReadPairAsync(reference, cancellationToken);
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        }
        using var response = await clients.For(WebTls.Read(channel))
            .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (HttpAnswer.LocationOf(response) is { } location)
        {
            throw new HttpRequestException($"{request.RequestUri!.Host} answered {(int)response.StatusCode} and points to {location}; a message is not sent on by itself");
        }
        response.EnsureSuccessStatusCode();
    }

    private static async Task MailAsync(
        StepArguments channel, StepArguments mail, Notice notice, IReadOnlyList<string> recipients, CancellationToken cancellationToken)
    {
        var server = mail.Text("server");
        var colon = server.LastIndexOf(':');
        var port = colon > 0 && int.TryParse(server[(colon + 1)..], out var given) ? given : 25;
        using var client = new SmtpClient(colon > 0 ? server[..colon] : server, port) { EnableSsl = mail.Flag("startTls", true) };
        if (channel.OptionalText("credentials") is { } reference)
        {
            var (user, password) = await SecretReader.ReadPairAsync(reference, cancellationToken);
            client.Credentials = new NetworkCredential(user, password);
        }
        using var message = new MailMessage
        {
            From = new MailAddress(mail.Text("from")),
            Subject = SinkText.Line(notice.Subject),
            Body = notice.Text,
            Priority = notice.Severity == "critical" ? MailPriority.High : MailPriority.Normal,
        };
        message.Headers.Add("X-Runbook-Message", ProtocolText.HeaderValue(notice.Key));
        foreach (var to in recipients)
        {
            message.To.Add(new MailAddress(to));
        }
        await client.SendMailAsync(message, cancellationToken);
    }
}
