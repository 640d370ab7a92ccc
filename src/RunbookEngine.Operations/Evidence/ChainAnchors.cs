using System.Collections.Concurrent;
using System.Globalization;
using RunbookEngine.Activities;
using RunbookEngine.Activities.Notices;
using RunbookEngine.Activities.Tickets;
using RunbookEngine.Activities.Web;
using RunbookEngine.Journal;
using RunbookEngine.Language.Environments;
using RunbookEngine.Operations.Bundles;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using RunbookEngine.Sinks;

namespace RunbookEngine.Operations.Evidence;

/// <summary>Writes heads of hash chains to where whoever has the store cannot change them: the log, the ticket, a channel (environment: <c>evidence.anchor</c>).
/// A run does not wait for it; what came of it is on record in the run.</summary>
public sealed class ChainAnchors(RunOperator people, WebClients web, TimeProvider clock, Action<string>? log = null) : IAsyncDisposable
{
    public const string Start = "start";
    public const string Pivot = "pivot";
    public const string End = "end";
    public const string Log = "log";
    public const string Ticket = "ticket";

    /// <summary>What is under way when the process leaves is waited for that long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<(RunId Run, string Moment, string Place), bool> _begun = [];
    private readonly ConcurrentDictionary<Task, bool> _underWay = [];
    /// <summary>One at a time to each place: two writers of one file meet, and a ticket gets its notes in order.</summary>
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _places = [];

    private readonly NoticeChannels _channels = new(web);

    public IRunObserver Watch(IRunObserver observer) => new Observer(this, observer);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Task.WhenAll(_underWay.Keys).WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            // The journal has no line of it: the next engine, or a person, sees that it is missing.
        }
    }

    private void Happened(JournalEntry entry, RunEvent e, RunState state)
    {
        if (state.Parent is not null || EvidenceSettings.Of(state.Plan.Environment)?.Anchor is not { } anchor)
            return;
        var moments = anchor.At ?? [End];
        var due = e switch
        {
            RunEnded => End,
            StepStarted { Pivot: true } => Pivot,
            NoteAdded or ChainAnchored => null,
            _ when !state.Anchors.Any(a => a.Anchor.Moment == Start) => Start,
            _ => null,
        };
        if (due is null || !moments.Contains(due))
            return;
        foreach (var place in anchor.To.Where(p => _begun.TryAdd((entry.Run, due, p), true)))
        {
            var task = Task.Run(() => AnchorAsync(state, entry, due, place));
            _underWay[task] = true;
            _ = task.ContinueWith(done => _underWay.TryRemove(done, out _), TaskScheduler.Default);
        }
    }

    private async Task AnchorAsync(RunState run, JournalEntry entry, string moment, string place)
    {
        var (name, problem) = (place == Ticket ? $"ticket {run.Ticket ?? "-"}" : place, (string?)null);
        var turn = _places.GetOrAdd(place, _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync();
        try
        {
            problem = await WriteAsync(run, entry, moment, place);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whatever a place does, the run goes on, and its journal says that it was not written there.
            problem = e.Message;
        }
        finally
        {
            turn.Release();
        }

        try
        {
            await people.AnchorAsync(run.Id, new ChainAnchored(entry.Sequence, entry.Hash, moment, name, problem), CancellationToken.None);
        }
        catch (Exception e) when (e is StoreUnavailableException or JournalCorruptException or OperatorRefusedException)
        {
            log?.Invoke($"run {run.Id}: what became of the anchor at {name} could not be put on record: {e.Message}");
        }
    }

    private async Task<string?> WriteAsync(RunState run, JournalEntry entry, string moment, string place)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"Run {run.Id} of {run.Plan.Runbook}: the hash chain of its journal stands at event {entry.Sequence} ({moment}), SHA-256 {entry.Hash}");
        switch (place)
        {
            case Log:
                if (log is null)
                    return "this process has no log";
                log(SinkText.Line(text));
                return null;
            case Ticket:
                return await ToTicketAsync(run, text, $"{run.Id}-{moment}-{entry.Sequence}");
            default:
                return await _channels.DeliverAsync(
                    run.Plan, place, new Notice($"Hash chain of run {run.Id}", text, "info", run.Id.ToString(), run.Plan.Runbook, "", $"{run.Id}-{moment}-{entry.Sequence}", clock.GetUtcNow()), CancellationToken.None);
        }
    }

    private async Task<string?> ToTicketAsync(RunState run, string text, string key)
    {
        if (run.Ticket is null)
            return "the run has no ticket";
        var connection = EnvironmentModel.FromPlan(run.Plan.Environment).Connections.Where(c => c.Value.Type is "servicenow" or "jira").Select(c => c.Key).Order(StringComparer.Ordinal).FirstOrDefault();
        if (connection is null || TicketConnections.Over(web, clock)(run.Plan, connection) is not { } system)
            return "the environment has no ticket system";
        await system.UpdateAsync(run.Ticket, new TicketChange { Note = text }, key, CancellationToken.None);
        return null;
    }

    private sealed class Observer(ChainAnchors anchors, IRunObserver inner) : IRunObserver
    {
        public void Happened(JournalEntry entry, RunEvent e, RunState state)
        {
            inner.Happened(entry, e, state);
            anchors.Happened(entry, e, state);
        }

        public void Progressed(RunId run, StepKey step, StepProgress progress) => inner.Progressed(run, step, progress);
    }
}
