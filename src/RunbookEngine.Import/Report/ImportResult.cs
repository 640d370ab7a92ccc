using System.Collections.Immutable;

namespace RunbookEngine.Import.Report;

/// <summary>A runbook and an environment, as text, with the account of every line they come from.</summary>
/// <param name="Name">Name of the runbook.</param>
/// <param name="Steps">Steps in all, those inside groups included.</param>
/// <param name="Lines">Every line of the source that is not blank, in order.</param>
/// <param name="Open">What a person has to look at before the runbook may be used.</param>
public sealed record ImportResult(
    string Name, string Runbook, string Environment, int Steps, ImmutableArray<ImportedLine> Lines, ImmutableArray<ImportRemark> Open)
{
    /// <summary>Simulated arrays with the copy groups of the source, as a topology; null when the source does not name their volumes.</summary>
    public string? Topology { get; init; }

    public ImportCounts Counts => new(
        Lines.Count(l => l.Fate != LineFate.NotTurned && !l.NeedsALook), Lines.Count(l => l.Fate != LineFate.NotTurned && l.NeedsALook), Lines.Count(l => l.Fate == LineFate.NotTurned));

    /// <summary>Nothing is left that a person has to decide: neither holes nor checks.</summary>
    public bool IsWhole => Open.All(o => o.Kind == RemarkKind.Assumption) && Counts.NotTurned == 0;
}

/// <summary>Lines of the source by what became of them.</summary>
public sealed record ImportCounts(int Turned, int NeedALook, int NotTurned);

/// <param name="Kind">What kind of thing is left.</param>
/// <param name="File">Name of the file it is about.</param>
/// <param name="Line">From 1; 0 when it is about the file as a whole.</param>
/// <param name="Mend">What to do about it.</param>
public sealed record ImportRemark(RemarkKind Kind, string File, int Line, string Text, string Message, string Mend);

public enum RemarkKind
{
    /// <summary>A line that was not turned: the runbook does not run before a person has resolved it.</summary>
    Hole,

    /// <summary>Something a person has to decide or confirm.</summary>
    Check,

    /// <summary>Something the import took for granted, and every run verifies on the arrays before its first step.</summary>
    Assumption,
}

/// <summary>What became of a line.</summary>
/// <param name="Step">Id of the step it became or is part of; null for none.</param>
/// <param name="NeedsALook">A person has to confirm or decide something about it.</param>
public sealed record ImportedLine(int Number, string Text, LineFate Fate, string? Step, bool NeedsALook = false);

public enum LineFate
{
    /// <summary>It is a step, or part of one.</summary>
    Step,

    /// <summary>It needs no step; the comment beside it says why.</summary>
    NotNeeded,

    /// <summary>It could not be turned: an <c>unresolved</c> step stands in its place.</summary>
    NotTurned,
}
