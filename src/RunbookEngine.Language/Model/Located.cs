using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Language.Model;

/// <summary>A value with the place it was written at.</summary>
public sealed record Located<T>(T Value, SourceSpan At);
