using RunbookEngine.Approvals;
using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Reports;

/// <summary>Something a person did to a run.</summary>
/// <param name="KnownBy">How the person was known; null: not on record.</param>
public sealed record PersonAct(DateTimeOffset At, string Who, string What, string? Reason, Identification? KnownBy = null);

public static class PeopleActs
{
    /// <summary>What begins the line of a changed environment; addresses follow.</summary>
    public const string ChangedWay = "changed the way to the arrays";

    public static IEnumerable<PersonAct> Of(IEnumerable<JournalEntry> entries) =>
        entries.Select(entry => Of(entry.At, EventJson.Read(entry))).OfType<PersonAct>();

    private static PersonAct? Of(DateTimeOffset at, RunEvent e) => e switch
    {
        RunStarted { Forced: { } forced } started => new(at, started.Actor, $"started the run against its forecast ({string.Join("; ", forced.Findings)})", forced.Reason, started.KnownBy),
        RunStarted started => new(at, started.Actor, "started the run", started.Ticket is { } ticket ? $"ticket {ticket}" : null, started.KnownBy),
        RunAdopted adopted => new(at, adopted.Actor, $"carried the run on ({adopted.Engine})", null, adopted.KnownBy),
        ApprovalGiven approval => new(at, ApprovalCount.Name(approval), $"{(approval.Granted ? "granted" : "denied")} step {approval.Step}", approval.Reason, approval.KnownBy),
        BreakGlassAsked asked => new(at, asked.Actor, $"asked to break the glass before step {asked.Step}", asked.Reason, asked.KnownBy),
        BreakGlassUsed used => new(at, $"{used.First} and {used.Actor}", $"BROKE THE GLASS before step {used.Step}", used.Reason, used.KnownBy),
        AnswerGiven answer => new(at, answer.Actor, $"answered step {answer.Step}: {answer.Text}", null, answer.KnownBy),
        StepOverridden overridden => new(at, overridden.Actor, $"{Word(overridden.Override)} step {overridden.Step}", overridden.Reason, overridden.KnownBy),
        RunResumed resumed => new(at, resumed.Actor, "resumed the run", resumed.Reason, resumed.KnownBy),
        CancelRequested cancel => new(at, cancel.Actor, cancel.Rollback ? "cancelled the run, with rollback" : "cancelled the run", cancel.Reason, cancel.KnownBy),
        RollbackStarted { Actor: { } actor } rollback => new(at, actor, rollback.ToCheckpoint is { } to ? $"rolled back to {to}" : "rolled the run back", rollback.Reason, rollback.KnownBy),
        DisasterDeclared declared => new(at, declared.Actor, "declared the disaster", declared.Reason, declared.KnownBy),
        EnvironmentChanged changed => new(at, changed.Actor, $"{ChangedWay}: {string.Join("; ", changed.Changes)}", changed.From, changed.KnownBy),
        NoteAdded note => new(at, note.Actor, note.Kind switch
        {
            NoteAdded.Remediation => $"has a remediation done{(note.Finding is { } finding ? $" of {finding}" : "")} by {note.Owner} until {note.Due:yyyy-MM-dd}: {note.Text}",
            NoteAdded.Done => $"says that it is done{(note.Finding is { } finding ? $": {finding}" : "")}: {note.Text}",
            _ => $"wrote{(note.Finding is { } finding ? $" on {finding}" : "")}: {note.Text}",
        }, null, note.KnownBy),
        LegalHoldChanged hold => new(at, hold.Actor, hold.Held ? "put the run under legal hold" : "ended the legal hold", hold.Reason, hold.KnownBy),
        LockBroken broken => new(at, broken.Actor, $"broke the lock {broken.Lock}", broken.Reason, broken.KnownBy),
        _ => null,
    };

    private static string Word(StepOverride what) => what switch
    {
        StepOverride.Retry => "had tried again",
        StepOverride.Skip => "skipped",
        _ => "marked done",
    };
}
