using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Verifying;

/// <summary>Whether the journal of one run can be trusted, and whether the run's row says what the journal says.</summary>
/// <param name="Break">What is wrong; null when nothing is.</param>
/// <param name="Row">The row as it was read; null when there is none.</param>
public sealed record RunVerification(IReadOnlyList<JournalEntry> Entries, RunSummary? Row, string? Break)
{
    public static async Task<RunVerification> OfAsync(IRunJournal store, RunId run, CancellationToken cancellationToken)
    {
        // The row first: a run that goes on meanwhile has more events than its row said, one whose end is missing has fewer.
        var row = await store.FindAsync(run, cancellationToken);
        var entries = await store.ReadAsync(run, 0, cancellationToken);
        return new RunVerification(entries, row, HashChain.FindBreak(entries) ?? (row is null ? null : Differing(row, entries, exact: store is IRunRegister)));
    }

    /// <param name="exact">The row is the store's own; one that a server told has its times to the millisecond.</param>
    private static string? Differing(RunSummary row, IReadOnlyList<JournalEntry> entries, bool exact)
    {
        if (entries.Count < row.Sequence)
            return $"events after {entries.Count} are missing: the run's row counts {row.Sequence}";
        RunSummary told;
        try
        {
            told = RunFold.All([.. entries.Take(row.Sequence)])!.Summary;
            // Rows of earlier versions do not have the ticket that a gate read from a file.
            told = told with { Ticket = row.Ticket is null ? null : told.Ticket };
        }
        catch (JournalCorruptException e)
        {
            return $"its events tell no possible story: {e.Message}";
        }

        var differing = new (string Name, object? Row, object? Journal)[]
        {
            ("runbook", row.Runbook, told.Runbook), ("environment", row.Environment, told.Environment), ("mode", row.Mode, told.Mode), ("ticket", row.Ticket, told.Ticket),
            ("actor", row.Actor, told.Actor), ("start", At(row.StartedAt), At(told.StartedAt)), ("end", At(row.EndedAt), At(told.EndedAt)), ("caller", row.Parent, told.Parent),
            // How an open run stands is worded by the version that wrote the row.
            ("outcome", row.EndedAt is null ? null : row.Outcome, row.EndedAt is null ? null : told.Outcome),
        }.Where(d => !Equals(d.Row, d.Journal)).Select(d => $"{d.Name} '{d.Row ?? "none"}' instead of '{d.Journal ?? "none"}'").ToList();
        DateTimeOffset? At(DateTimeOffset? time) => exact || time is not { } at ? time : DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
        return differing.Count == 0 ? null : $"the run's row differs from its journal: {string.Join(", ", differing)}";
    }
}
