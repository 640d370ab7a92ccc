using RunbookEngine.Rehearsal.Faults;

namespace RunbookEngine.Rehearsal.Cases;

/// <summary>One play of the runbook with its faults; none in the plain run.</summary>
/// <param name="Kind">The row of the table it counts in.</param>
internal sealed record RehearsalCase(CaseKind Kind, IReadOnlyList<Fault> Faults)
{
    public static RehearsalCase Plain { get; } = new(CaseKind.Plain, []);

    /// <summary>The plain run of mode disaster, in a rehearsal without a mode.</summary>
    public static RehearsalCase PlainDisaster { get; } = new(CaseKind.Plain, []) { IsOfDisaster = true };

    private bool IsOfDisaster { get; init; }

    /// <summary>Stable for the same runbook, topology, inputs and seed.</summary>
    public string Id => Faults.Count == 0 ? (IsOfDisaster ? "plain-disaster" : "plain") : string.Join('+', Faults.Select(f => f.Id));

    /// <summary>Nothing in the world stays wrong: the engine died or a message was lost, and that is over.</summary>
    public bool Passes => Kind is CaseKind.Plain or CaseKind.Request or CaseKind.Crash;

    public RehearsalCase With(CaseKind kind, Fault fault) => new(kind, [.. Faults, fault]);
}

/// <summary>What is tried.</summary>
public enum CaseKind
{
    /// <summary>The runbook as it is.</summary>
    Plain,

    /// <summary>A step is refused.</summary>
    Refused,

    /// <summary>A step fails after a part of its effect.</summary>
    HalfWay,

    /// <summary>A state-changing request or its answer is lost, or the array is busy.</summary>
    Request,

    /// <summary>The engine dies and another one resumes.</summary>
    Crash,

    /// <summary>The engine dies while the run is taken back.</summary>
    UndoCrash,

    /// <summary>A request of an undo, or its answer, is lost.</summary>
    UndoRequest,

    /// <summary>An undo fails once, and a person has it tried again.</summary>
    UndoFails,

    /// <summary>In mode disaster: an array is gone from the start, or goes at a request.</summary>
    ArrayGone,

    /// <summary>In mode disaster: the line between two arrays likewise.</summary>
    LineGone,

    /// <summary>In mode disaster: the managements of all arrays likewise, while the pairs live.</summary>
    ManagementsGone,

    /// <summary>In mode disaster: what was gone comes back at a later moment.</summary>
    ComesBack,
}
