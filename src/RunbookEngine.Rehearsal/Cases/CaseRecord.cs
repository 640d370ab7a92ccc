using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Rehearsal.Ends;
using RunbookEngine.Rehearsal.Faults;
using RunbookEngine.Rehearsal.Rooms;
using RunbookEngine.Runs;
using RunbookEngine.Simulator.Ledger;

namespace RunbookEngine.Rehearsal.Cases;

/// <summary>What one played case left behind.</summary>
internal sealed record CaseRecord
{
    public required RehearsalCase Case { get; init; }

    /// <summary>Null when not even the first event was durable.</summary>
    public required RunState? Run { get; init; }

    public required PairPicture Before { get; init; }

    /// <summary>Once everything that moved has come to its end.</summary>
    public required PairPicture After { get; init; }

    public required TimeSpan Took { get; init; }

    /// <summary>Why the run was given up; null when it ended or stands.</summary>
    public required string? Hang { get; init; }

    /// <summary>Why the run was not started; null when it was.</summary>
    public string? Refusal { get; init; }

    public required IReadOnlyList<JournalAppend> Appends { get; init; }

    public required IReadOnlyList<SentRequest> Requests { get; init; }

    public required IReadOnlyList<SpotSeen> Spots { get; init; }

    public required IReadOnlyList<StepSpot> Programs { get; init; }

    public required IReadOnlyList<LedgerEntry> Ledger { get; init; }

    public required Func<RunId, string> NameOf { get; init; }

    /// <summary>Continuations that left the case's thread; 0, or it cannot be repeated exactly.</summary>
    public required int Strays { get; init; }

    /// <summary>What is wrong with a journal's hash chain, by run; empty when nothing is.</summary>
    public required IReadOnlyList<string> BrokenJournals { get; init; }

    public int Events => Appends.Count == 0 ? 0 : Appends[^1].LastEvent;

    /// <summary>Every event of every run with the place where it happened, operators' events left out.</summary>
    public IEnumerable<(RunId Run, JournalEntry Entry, RunEvent Event)> History =>
        Appends.SelectMany(a => a.Entries.Zip(a.Events, (entry, e) => (a.Run, entry, e)));

    public static CaseRecord Of(CaseRoom room, RunId run, PairPicture before, TimeSpan took, string? hang) => new()
    {
        Case = room.Case,
        Run = room.Store.LoadAsync(run, CancellationToken.None).GetAwaiter().GetResult(),
        Before = before,
        After = PairPicture.Of(room.World),
        Took = took,
        Hang = hang,
        Refusal = room.Refusal,
        Appends = room.Appends,
        Requests = room.Requests,
        Spots = [.. room.Spots.Select(s => new SpotSeen(s.Spot, s.Step, room.PartsOf(s.Spot)))],
        Programs = room.Programs,
        Ledger = room.World.Ledger.Since(),
        NameOf = room.NameOf,
        Strays = room.Pump.Strays,
        BrokenJournals = [.. room.Appends.Select(a => a.Run).Distinct().Select(id => BreakOf(room, id)).OfType<string>()],
    };

    private static string? BreakOf(CaseRoom room, RunId run) =>
        HashChain.FindBreak(room.Store.ReadAsync(run, 0, CancellationToken.None).GetAwaiter().GetResult()) is { } broken ? $"{room.NameOf(run)}{broken}" : null;
}

/// <param name="Parts">Different requests, programs or calls it has made.</param>
internal sealed record SpotSeen(StepSpot Spot, PlanStep Step, int Parts);
