using System.Text.Json;
using RunbookEngine.Activities.Tickets;
using RunbookEngine.Documents;
using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Server.Tickets;

/// <summary>Notes begin, standstill and end of every run with a ticket in that ticket, where its connection says <c>writeBack: true</c>. What it
/// has seen is kept as documents, so that any node goes on from there.</summary>
public sealed class TicketWriteBack(IEngineStore store, TicketOutbox outbox, TimeProvider clock, TicketOptions options)
{
    private const string Kind = "ticket-run";

    private const string CursorKind = "ticket-cursor";

    /// <summary>Runs that another node stored a little earlier may come to be seen a little later.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    /// <summary>A finished run is remembered for longer than it could be seen again.</summary>
    private static readonly TimeSpan Remember = TimeSpan.FromDays(1);

    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        await FindNewAsync(cancellationToken);
        for (string? after = null; ;)
        {
            var page = await store.ListAsync(new DocumentFilter(Kind, After: after, Limit: 500), cancellationToken);
            foreach (var document in page.Where(d => d.ExpiresAt is null))
                await FollowAsync(document, cancellationToken);
            if (page.Count < 500)
                return;
            after = page[^1].Id;
        }
    }

    /// <summary>The first sweep of a store only sets the mark: runs of before are history.</summary>
    private async Task FindNewAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var cursor = await store.GetAsync(CursorKind, "runs", cancellationToken);
        var since = cursor is null ? now : JsonSerializer.Deserialize<DateTimeOffset>(cursor.Body);
        RunId? before = null;
        for (var more = true; more;)
        {
            var runs = await store.ListAsync(new RunFilter(Before: before, Limit: 500), cancellationToken);
            foreach (var run in runs.Where(r => r.StartedAt >= since - Overlap && r.Ticket is not null && r.Parent is null))
                await FollowNewAsync(run, cancellationToken);
            more = runs.Count == 500 && runs[^1].StartedAt >= since - Overlap;
            before = runs.Count > 0 ? runs[^1].Id : null;
        }

        if (cursor is null || now - since > TimeSpan.FromMinutes(1))
            await store.PutAsync(CursorKind, "runs", JsonSerializer.Serialize(now), cursor?.Version ?? 0, null, cancellationToken);
    }

    private async Task FollowNewAsync(RunSummary summary, CancellationToken cancellationToken)
    {
        if (await store.GetAsync(Kind, summary.Id.ToString(), cancellationToken) is not null || await store.LoadAsync(summary.Id, cancellationToken) is not { } run)
            return;
        var connection = TicketConnections.WriteBackOf(run.Plan);
        if (connection is not null)
            await outbox.AcceptAsync(Write(run, connection, RunNote.Begin(run, options.PublicUrl), "begin"), cancellationToken);
        // Written after the note: who dies in between notes it again, under the same key.
        await store.PutAsync(Kind, summary.Id.ToString(), JsonSerializer.Serialize(new Followed(connection, 0, null)), 0, connection is null ? clock.GetUtcNow() + Remember : null, cancellationToken);
    }

    private async Task FollowAsync(Document document, CancellationToken cancellationToken)
    {
        var followed = JsonSerializer.Deserialize<Followed>(document.Body)!;
        if (RunId.TryParse(document.Id) is not { } id || await store.FindAsync(id, cancellationToken) is not { } summary)
        {
            await store.DeleteAsync(Kind, document.Id, document.Version, cancellationToken);
            return;
        }

        var stands = summary.Outcome is RunOutcome.Held or RunOutcome.NeedsOperator && summary.Sequence > followed.Told;
        if ((summary.EndedAt is null && !stands) || await store.LoadAsync(id, cancellationToken) is not { } run)
            return;
        // A run that is looked at while it stands gets events of its own; only another reason is news.
        var reason = run.Held ?? Words.Of(run.Outcome);
        if (run.IsEnded)
            await outbox.AcceptAsync(Write(run, followed.Connection!, RunNote.End(run, options.PublicUrl), "end"), cancellationToken);
        else if (reason != followed.Said)
            await outbox.AcceptAsync(Write(run, followed.Connection!, RunNote.Stands(run, options.PublicUrl), $"stands/{run.Sequence}"), cancellationToken);
        await store.PutAsync(Kind, document.Id, JsonSerializer.Serialize(followed with { Told = run.Sequence, Said = reason }), document.Version, run.IsEnded ? clock.GetUtcNow() + Remember : null, cancellationToken);
    }

    private static TicketWrite Write(RunState run, string connection, TicketChange change, string what) => new(run.Id, connection, run.Ticket!, change, $"{run.Id}/{what}");

    /// <param name="Connection">Null: nothing is written back for this run.</param>
    /// <param name="Told">Sequence number up to which a standstill was looked at.</param>
    /// <param name="Said">Why it stood when that was told.</param>
    private sealed record Followed(string? Connection, int Told, string? Said);
}
