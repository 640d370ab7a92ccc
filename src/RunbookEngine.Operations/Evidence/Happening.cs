using RunbookEngine.Journal;

namespace RunbookEngine.Operations.Evidence;

/// <summary>One event of a journal, read.</summary>
public sealed record Happening(int Sequence, DateTimeOffset At, RunEvent Event)
{
    /// <exception cref="JournalCorruptException">An event cannot be read.</exception>
    public static IReadOnlyList<Happening> Of(IReadOnlyList<JournalEntry> entries) => [.. entries.Select(e => new Happening(e.Sequence, e.At, EventJson.Read(e)))];
}
