using RunbookEngine.Runs;

namespace RunbookEngine.Journal;

/// <summary>One event as it is stored: payload verbatim, so that its hash can be checked for ever.</summary>
/// <param name="Sequence">From 1, without gaps, per run.</param>
/// <param name="Type">The event's name on disk.</param>
/// <param name="Payload">The event as JSON.</param>
/// <param name="Hash">Hexadecimal SHA-256 over the previous entry's hash and this entry; see <see cref="HashChain"/>.</param>
public sealed record JournalEntry(RunId Run, int Sequence, DateTimeOffset At, string Type, string Payload, string Hash)
{
    /// <summary>A server kept parts of the payload back: its hash was checked there and cannot be checked here. Never of an entry that a store gives.</summary>
    public bool Redacted { get; init; }
}
