using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Reports;

/// <summary>A decision that two people set aside.</summary>
public sealed record BrokenGlass(DateTimeOffset At, StepKey Step, string First, string Second, string Reason)
{
    public static IEnumerable<BrokenGlass> Of(IEnumerable<JournalEntry> entries) =>
        from entry in entries
        let used = EventJson.Read(entry) as BreakGlassUsed
        where used is not null
        select new BrokenGlass(entry.At, used.Step, used.First, used.Actor, used.Reason);
}
