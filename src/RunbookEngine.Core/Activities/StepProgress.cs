using RunbookEngine.Journal;

namespace RunbookEngine.Activities;

/// <summary>Passing news of a running step, for a terminal; never journalled.</summary>
/// <param name="Text">What is going on, in a few words.</param>
/// <param name="Pairs">The pairs as last read; empty when the step has none.</param>
/// <param name="Percent">Copy progress over all pairs, 0 to 100; null when nothing copies.</param>
public sealed record StepProgress(string Text, IReadOnlyList<PairReading> Pairs, int? Percent);
