using System.Text.Json;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Reviews;

/// <summary>What the rollback of a run would do now, and what speaks against it. A person confirms it by its fingerprint before an ended run is taken back.</summary>
/// <param name="Start">The rollback that was asked for: its boundary, its checkpoint.</param>
/// <param name="OfEnded">The run has ended; an open one is taken back as asked.</param>
/// <param name="Differences">Pairs that are not as the run left them.</param>
/// <param name="LaterRuns">Runs that have worked on the same copy groups since.</param>
/// <param name="Gates">Steps that ask again before anything is sent: approvals and tickets of the way forward.</param>
/// <param name="Undo">The undos in the order they are carried out.</param>
public sealed record RollbackReview(
    RunId Run, int Sequence, RollbackStarted Start, bool OfEnded, IReadOnlyList<PairDifference> Differences, IReadOnlyList<LaterRun> LaterRuns,
    IReadOnlyList<StepKey> Gates, IReadOnlyList<UndoLine> Undo)
{
    /// <summary>SHA-256 over all that would be done, in lower-case hexadecimal. Another state of the run or of its pairs gives another one.</summary>
    public string Fingerprint => TextHash.Of(JsonSerializer.Serialize(new { Run = Run.ToString(), Sequence, Start.Boundary, Start.ToCheckpoint, Gates = Gates.Select(g => g.ToString()), Undo }));

    /// <summary>Why nothing may be sent; null when nothing speaks against it. Each difference with both readings.</summary>
    public string? Refusal => Reasons() is { Count: > 0 } reasons && OfEnded ? string.Join("; ", reasons.Take(MostReasons)) + (reasons.Count > MostReasons ? $"; and {reasons.Count - MostReasons} more" : "") : null;

    private const int MostReasons = 8;

    private List<string> Reasons() =>
    [
        .. LaterRuns.Select(r => $"later {r}"),
        .. Differences.Select(d => d.ToString()),
        .. Undo.Where(u => u.Blocked is not null).Select(u => $"step {u.Step} cannot be taken back: {u.Blocked}"),
    ];
}

/// <summary>A pair as the run left it and as it is.</summary>
/// <param name="Now">Null when it is gone.</param>
public sealed record PairDifference(PairReading Left, PairReading? Now)
{
    public override string ToString() => $"{Left.CopyGroup}/{Left.Pair} on {Left.Array} was left {Text(Left)} by this run and "
        + (Now is null ? "is gone" : Now.PvolStatus.Length == 0 || Now.SvolStatus.Length == 0 ? $"cannot be compared: one of its arrays does not answer ({Text(Now)})" : $"is {Text(Now)}");

    private static string Text(PairReading pair) => pair.Statuses
        + (pair.PvolArray is { Length: > 0 } array ? $" with the P-VOL on {array}" : "")
        + (pair.SplitTime is { } split ? $", split at {split}" : "");
}

/// <summary>One undo of a rollback.</summary>
/// <param name="Requests">What is sent to the arrays, in order.</param>
/// <param name="Steps">The author's undo steps, as verb and target; empty for an automatic undo.</param>
/// <param name="Lost">Data that is no longer there afterwards.</param>
/// <param name="LeftBecause">The step stays as it is, for this reason; null when it is taken back.</param>
/// <param name="Blocked">Why it cannot be taken back; null when it can.</param>
public sealed record UndoLine(
    StepKey Step, string Verb, IReadOnlyList<UndoRequest> Requests, IReadOnlyList<string> Steps, IReadOnlyList<string> Lost, string? LeftBecause = null, string? Blocked = null);

/// <param name="Array">Alias of the array of the copy group's target.</param>
/// <param name="Pairs">Names of the pairs it is about.</param>
/// <param name="Before">Statuses before it, <paramref name="After"/> when it is over.</param>
public sealed record UndoRequest(string Array, string CopyGroup, IReadOnlyList<string> Pairs, string Action, string Before, string After);
