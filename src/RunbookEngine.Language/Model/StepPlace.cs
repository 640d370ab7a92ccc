namespace RunbookEngine.Language.Model;

/// <summary>Where a step stands in its runbook.</summary>
/// <param name="Parent">The container around it; null at the top of a section.</param>
/// <param name="Branch">Which of the container's branches.</param>
/// <param name="Index">Place in its list, from 0.</param>
/// <param name="UndoOf">The step it takes back; null for ordinary steps.</param>
public sealed record StepPlace(Step Step, RunbookSection Section, StepPlace? Parent, int Branch, int Index, StepPlace? UndoOf)
{
    /// <summary>The id a plan gives it; null when the author's id is missing.</summary>
    public string? Id => UndoOf is null ? Step.Id?.Value : UndoOf.Id is { } undone ? $"{undone}/undo-{Index + 1}" : null;

    /// <summary>The step around it; an undo step stands inside the step it takes back.</summary>
    public StepPlace? Outer => Parent ?? UndoOf;

    private int Depth { get; } = ((Parent ?? UndoOf)?.Depth ?? 0) + 1;

    /// <summary>This place and the steps around it, innermost first.</summary>
    public IEnumerable<StepPlace> Upwards
    {
        get
        {
            for (var place = this; place is not null; place = place.Outer)
                yield return place;
        }
    }

    /// <summary>The loops it runs in, its own included, innermost first.</summary>
    public IEnumerable<StepPlace> Loops => Upwards.Where(p => p.Step.Modifier("foreach") is not null);

    public Order OrderTo(StepPlace other)
    {
        if (Section != other.Section)
            return Section < other.Section ? Order.Before : Order.After;
        var (a, b) = (this, other);
        while (a.Depth > b.Depth)
            a = a.Outer!;
        while (b.Depth > a.Depth)
            b = b.Outer!;
        if (a == b)
            return Order.Inside;
        while (!ReferenceEquals(a.Outer, b.Outer))
            (a, b) = (a.Outer!, b.Outer!);
        // A container's undo runs after what is inside it.
        if (a.UndoOf is null != b.UndoOf is null)
            return a.UndoOf is null ? Order.Before : Order.After;
        if (a.Branch != b.Branch)
            return Order.BesideEachOther;
        return a.Index < b.Index ? Order.Before : Order.After;
    }

    // Identity: two steps written alike are still two.
    public bool Equals(StepPlace? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary>Which step has ended when another starts.</summary>
public enum Order
{
    Before,
    After,

    /// <summary>In different branches of a <c>parallel</c>.</summary>
    BesideEachOther,

    /// <summary>One is part of the other, or they are the same.</summary>
    Inside,
}

/// <summary>The lists of steps of a runbook, in the order they run.</summary>
public enum RunbookSection
{
    Steps,
    Cleanup,
    Finally,
}
