using System.Collections.Immutable;

namespace RunbookEngine.Language.Importing;

/// <summary>A runbook and an environment, as text, with the account of every line they come from.</summary>
/// <param name="Name">Name of the runbook.</param>
/// <param name="Steps">Steps in all, those inside groups included.</param>
/// <param name="Lines">Every line of the script that is not blank, in order.</param>
/// <param name="Open">What a person has to look at before the runbook may be used: lines that were not turned, assumptions, placeholders.</param>
public sealed record ImportResult(
    string Name, string Runbook, string Environment, int Steps, ImmutableArray<ImportedLine> Lines, ImmutableArray<ImportRemark> Open);

/// <param name="File">Name of the file it is about.</param>
/// <param name="Line">From 1; 0 when it is about the file as a whole.</param>
/// <param name="Mend">What to do about it.</param>
public sealed record ImportRemark(string File, int Line, string Text, string Message, string Mend);

/// <summary>What became of a line.</summary>
/// <param name="Step">Id of the step it became or is part of; null for none.</param>
public sealed record ImportedLine(int Number, string Text, LineFate Fate, string? Step);

public enum LineFate
{
    /// <summary>It is a step, or part of one.</summary>
    Step,

    /// <summary>It needs no step; the comment beside it says why.</summary>
    NotNeeded,

    /// <summary>It could not be turned; the comment says why and what to do.</summary>
    NotTurned,
}
