using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Language.Predictions;

/// <summary>Something a person should know before the run, not yet with a position.</summary>
/// <param name="Part">The modifier it is about (<c>wait</c>, <c>rollback</c>); null: the verb.</param>
internal sealed record Finding(string Code, Severity Severity, string Message, string? Help = null, string? Part = null);
