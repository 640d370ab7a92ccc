using System.Collections.Immutable;
using RunbookEngine.Import.Report;

namespace RunbookEngine.Import.Cci.Conditions;

/// <summary>A condition that is nothing but the state of the pairs a step looked at, so that a requirement of it can be written as <c>pair.assert</c>.</summary>
/// <param name="Look">The step that read the pairs.</param>
/// <param name="PvolAt">Alias of the array that holds the P-VOLs; null when that does not matter.</param>
internal sealed record PairSign(DraftStep Look, ImmutableArray<string> Statuses, string? PvolAt);
