using System.Text.Json;
using Microsoft.Extensions.Logging;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Activities.Tickets;
using RunbookEngine.Documents;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using RunbookEngine.Server.Records;

namespace RunbookEngine.Server.Tickets;

/// <summary>What ticket systems did not take yet, as documents, so that it outlives every node. Writes to one ticket keep their order.</summary>
public sealed partial class TicketOutbox(
    IEngineStore store, TimeProvider clock, TicketOptions options, Func<Plan, string, ITicketSystem?> systems, IServerRecord record, ILogger<TicketOutbox> log) : ITicketOutbox
{
    public const string Kind = "ticket-outbox";

    /// <summary>What a ticket system refused for good, or did not take in time; kept for people to see.</summary>
    public const string RefusedKind = "ticket-refused";

    private static readonly TimeSpan KeepRefused = TimeSpan.FromDays(90);

    /// <summary>A node that tries an entry has this long before another one may.</summary>
    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(6);

    private const int Page = 500;

    public async Task AcceptAsync(TicketWrite write, CancellationToken cancellationToken)
    {
        var prefix = Prefix(write.Connection, write.Ticket);
        var waiting = await store.ListAsync(new DocumentFilter(Kind, prefix, Limit: Page), cancellationToken);
        if (waiting.Any(d => Read(d).Write.Key == write.Key))
            return;
        var now = clock.GetUtcNow();
        var id = $"{prefix}{now.UtcTicks:D20}-{Guid.NewGuid():N}";
        await store.PutAsync(Kind, id, Text(new OutboxEntry(write, now, now)), 0, null, cancellationToken);
    }

    public async Task<bool> HoldsAsync(string connection, string ticket, CancellationToken cancellationToken) =>
        (await store.ListAsync(new DocumentFilter(Kind, Prefix(connection, ticket), Limit: 1), cancellationToken)).Count > 0;

    /// <summary>Entries in the order in which they are written, at most 1000.</summary>
    public async Task<IReadOnlyList<OutboxEntry>> ListAsync(bool refused, CancellationToken cancellationToken) =>
        [.. (await store.ListAsync(new DocumentFilter(refused ? RefusedKind : Kind, Limit: 1000), cancellationToken)).Select(Read)];

    /// <summary>Tries what is due, the oldest of each ticket first.</summary>
    /// <returns>How many were written.</returns>
    public async Task<int> DrainAsync(CancellationToken cancellationToken)
    {
        var (written, stuck, after) = (0, new HashSet<string>(), (string?)null);
        while (true)
        {
            var page = await store.ListAsync(new DocumentFilter(Kind, After: after, Limit: Page), cancellationToken);
            foreach (var document in page)
            {
                var ticket = document.Id[..(document.Id.LastIndexOf('/') + 1)];
                if (stuck.Contains(ticket))
                    continue;
                if (await TryAsync(document, cancellationToken))
                    written++;
                else
                    stuck.Add(ticket);
            }

            if (page.Count < Page)
                return written;
            after = page[^1].Id;
        }
    }

    /// <returns>False when what stands behind it has to wait.</returns>
    private async Task<bool> TryAsync(Document document, CancellationToken cancellationToken)
    {
        var (entry, now) = (Read(document), clock.GetUtcNow());
        if (entry.Due > now)
            return false;
        // Another node that was quicker has the entry: this one leaves the ticket to it.
        if (await store.PutAsync(Kind, document.Id, Text(entry with { Due = now + Claim }), document.Version, null, cancellationToken) is not { } claimed)
            return false;
        try
        {
            var run = await store.LoadAsync(entry.Write.Run, cancellationToken) ?? throw new TicketSystemException($"run {entry.Write.Run} is not in the store any more");
            var system = systems(run.Plan, entry.Write.Connection) ?? throw new TicketSystemException($"the environment {run.Plan.Environment.Name} has no ticket system '{entry.Write.Connection}'");
            await system.UpdateAsync(entry.Write.Ticket.Length == 0 ? null : entry.Write.Ticket, entry.Write.Change, entry.Write.Key, cancellationToken);
            await store.DeleteAsync(Kind, claimed.Id, claimed.Version, cancellationToken);
            return true;
        }
        catch (Exception e) when (e is TicketSystemException or InvalidArgumentsException)
        {
            return await SetBackAsync(claimed, entry, e as TicketSystemException ?? new TicketSystemException(e.Message), cancellationToken);
        }
    }

    private async Task<bool> SetBackAsync(Document claimed, OutboxEntry entry, TicketSystemException trouble, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var next = entry with { Tries = entry.Tries + 1, Problem = trouble.Message, Due = now + Pause(entry.Tries, trouble.RetryAfter) };
        if (trouble.MayPass && now - entry.At < options.GiveUpAfter)
        {
            await store.PutAsync(Kind, claimed.Id, Text(next), claimed.Version, null, cancellationToken);
            NotTaken(entry.Write.Ticket, entry.Write.Run, next.Tries, trouble.Message);
            return false;
        }

        await store.PutAsync(RefusedKind, claimed.Id, Text(next), null, now + KeepRefused, cancellationToken);
        await store.DeleteAsync(Kind, claimed.Id, claimed.Version, cancellationToken);
        await record.WriteAsync("runbook", "ticket.write-refused", entry.Write.Ticket, trouble.Message, cancellationToken);
        Refused(entry.Write.Ticket, entry.Write.Run, trouble.Message);
        return true;
    }

    private TimeSpan Pause(int tries, TimeSpan? retryAfter)
    {
        var own = options.Backoff * Math.Pow(2, Math.Min(tries, 20));
        own = own < options.MaxBackoff ? own : options.MaxBackoff;
        return retryAfter > own ? (retryAfter < TimeSpan.FromHours(24) ? retryAfter.Value : TimeSpan.FromHours(24)) : own;
    }

    private static string Prefix(string connection, string ticket) => $"{Part(connection)}/{Part(ticket)}/";

    /// <summary>Ids have a limit, and the parts come from outside.</summary>
    private static string Part(string text) => Uri.EscapeDataString(text) is { Length: <= 120 } part ? part : $"sha-{TextHash.Of(text)}";

    private static OutboxEntry Read(Document document) => JsonSerializer.Deserialize<OutboxEntry>(document.Body, PlanJson.Options)!;

    private static string Text(OutboxEntry entry) => JsonSerializer.Serialize(entry, PlanJson.Options);

    [LoggerMessage(6301, LogLevel.Warning, "Ticket {Ticket} of run {RunId} was not written, try {Tries}: {Problem}")]
    private partial void NotTaken(string ticket, RunId runId, int tries, string problem);

    [LoggerMessage(6302, LogLevel.Error, "Ticket {Ticket} of run {RunId} will not be written: {Problem}")]
    private partial void Refused(string ticket, RunId runId, string problem);
}
