using RunbookEngine.Server.Access;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using RunbookEngine.Activities.Notices;
using RunbookEngine.Activities.Web;
using RunbookEngine.Approvals;
using RunbookEngine.Documents;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Server.Approvals;

/// <summary>Tells people of open approvals: each person who can be reached alone gets a link of their own, and channels that several read get none.
/// Each message goes out once over all nodes; one that was not taken is tried again.</summary>
internal sealed partial class ApprovalNotices(
    IEngineStore store, OpenAsks open, Delegations known, NamedRights named, RunOperator people, LinkSigner signer, WebClients web, TimeProvider clock, ApprovalOptions options, ILogger<ApprovalNotices> log)
{
    private const string Kind = "approval-notice";

    private const int MostTries = 8;

    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Remember = TimeSpan.FromDays(30);

    private readonly NoticeChannels _channels = new(web);

    /// <returns>How many messages were delivered.</returns>
    public async Task<int> TellAsync(CancellationToken cancellationToken)
    {
        var waiting = (await open.ListAsync(cancellationToken)).Where(w => w.Verb == "approve").ToList();
        if (waiting.Count == 0)
            return 0;
        var (delegations, callers, told) = (await known.ListAsync(cancellationToken), await named.LookAsync(cancellationToken), 0);
        foreach (var (run, step, _) in waiting)
        {
            foreach (var message in Messages(run, step, delegations).Where(m => m.Person is not { } person || ApprovalLinks.MayDecide(callers, run, person)))
                told += await SendAsync(run, step, message, cancellationToken) ? 1 : 0;
        }

        return told;
    }

    private IEnumerable<Message> Messages(RunState run, StepState step, IReadOnlyList<Delegation> delegations)
    {
        var (book, now, asked) = (PeopleBook.Of(run.Plan), clock.GetUtcNow(), step.Waiting?.Asked);
        var channels = asked?.Notify is { Count: > 0 } named ? named : options.Notify;
        foreach (var channel in channels.Distinct())
            yield return new Message(channel, null, null, null, $"{asked?.Level ?? 0}/{channel}");
        var mail = channels.FirstOrDefault(c => NoticeChannels.IsMail(run.Plan, c));
        var people = step.Waiting?.People ?? [];
        var acting = delegations.Where(d => d.IsActive(now) && book.Among(d.From, people)).Select(d => d.To);
        foreach (var name in people.Concat(acting).DistinctBy(book.Canonical, StringComparer.OrdinalIgnoreCase))
        {
            if (book.Find(name) is not { } person || ApprovalRules.Places(run, step, name, delegations, now) is not [var place, ..])
                continue;
            var instead = book.Same(place, name) ? null : place;
            if (person.Notify is { } own)
                yield return new Message(own, null, person.Name, instead, $"person/{person.Name}");
            else if (person.Mail is not null && mail is not null)
                yield return new Message(mail, person.Mail, person.Name, instead, $"person/{person.Name}");
        }
    }

    private async Task<bool> SendAsync(RunState run, StepState step, Message message, CancellationToken cancellationToken)
    {
        var id = $"{run.Id}/{ApprovalLink.AskingOf(step)}/{LinkSigner.Digest($"{step.Key}\n{message.Key}")}";
        var now = clock.GetUtcNow();
        var before = await store.GetAsync(Kind, id, cancellationToken);
        var state = before is null ? new Delivery(false, 0, now, null) : JsonSerializer.Deserialize<Delivery>(before.Body)!;
        if (state.Done || state.Due > now || state.Tries >= MostTries
            || await PutAsync(id, before?.Version ?? 0, state with { Tries = state.Tries + 1, Due = now + Claim }, cancellationToken) is not { } claimed)
            return false;
        string? problem;
        try
        {
            problem = await _channels.DeliverAsync(run.Plan, message.Channel, await NoticeAsync(run, step, message, id, cancellationToken), cancellationToken, message.MailTo);
        }
        catch (InvalidOperationException e)
        {
            problem = e.Message;
        }

        var pause = TimeSpan.FromSeconds(15 * Math.Pow(2, state.Tries));
        await PutAsync(id, claimed.Version, new Delivery(problem is null, state.Tries + 1, clock.GetUtcNow() + pause, problem), cancellationToken);
        await people.RecordAsync(run.Id, new PeopleTold(step.Key, $"{ApprovalLink.AskingOf(step)}/{message.Key}", message.Channel, message.Person, problem), cancellationToken);
        if (problem is not null)
            NotDelivered(message.Channel, run.Id, state.Tries + 1, problem);
        return problem is null;
    }

    private async Task<Notice> NoticeAsync(RunState run, StepState step, Message message, string key, CancellationToken cancellationToken)
    {
        var asked = step.Waiting!.Asked;
        if (message.Person is null || !signer.CanSign)
            return ApprovalNotice.Of(run, step.Waiting, ApprovalNotice.ByCommand(run.Id, step.Key), key, clock.GetUtcNow());
        var lifetime = clock.GetUtcNow() + options.LinkLifetime;
        var until = asked is not null && asked.Deadline < lifetime ? asked.Deadline : lifetime;
        var link = new ApprovalLink(
            run.Id.ToString(), step.Key.ToString(), ApprovalLink.AskingOf(step), message.Person, message.For, ApprovalSubject.Fingerprint(run), until.ToUnixTimeSeconds());
        var place = message.For is null ? "" : $" in the place of {message.For}";
        var how = $"Look at it and decide{place}; the link is yours alone and good until {until:u}:\n{await signer.SignAsync(link, cancellationToken)}";
        return ApprovalNotice.Of(run, step.Waiting, how, key, clock.GetUtcNow());
    }

    private Task<Document?> PutAsync(string id, int expected, Delivery delivery, CancellationToken cancellationToken) =>
        store.PutAsync(Kind, id, JsonSerializer.Serialize(delivery), expected, clock.GetUtcNow() + Remember, cancellationToken);

    [LoggerMessage(6483, LogLevel.Warning, "Channel {Channel} did not take a message about run {RunId}, try {Tries}: {Problem}")]
    private partial void NotDelivered(string channel, RunId runId, int tries, string problem);

    /// <param name="MailTo">Recipient on a mail channel; null: whoever reads the channel.</param>
    /// <param name="Person">Whom the link is for; null: a channel that several read, so no link.</param>
    private sealed record Message(string Channel, string? MailTo, string? Person, string? For, string Key);

    private sealed record Delivery(bool Done, int Tries, DateTimeOffset Due, string? Problem);
}
