using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Model;
using RunbookEngine.Plans;

namespace RunbookEngine.Language.Compilation;

/// <summary>What came of a compilation.</summary>
/// <param name="Plan">Null when there is an error among the diagnostics, or an input has no value.</param>
/// <param name="Runbook">Null when the text is no runbook at all.</param>
/// <param name="Diagnostics">Of the file and of every runbook it calls, sorted by position; warnings included.</param>
/// <param name="Sources">The files as read, for showing their lines.</param>
public sealed record CompileResult(
    Plan? Plan, Runbook? Runbook, IReadOnlyList<Diagnostic> Diagnostics, IReadOnlyList<SourceFile> Sources)
{
    public bool HasErrors => Diagnostics.Any(d => d.IsError);

    /// <summary>The text of a file that a diagnostic names, for <see cref="DiagnosticText"/>.</summary>
    public string? TextOf(string file) => Sources.FirstOrDefault(s => s.Name == file)?.Text;
}
