namespace RunbookEngine.Replication.Tables;

/// <summary>Where a fact of the status model comes from.</summary>
/// <param name="Manual">Title and part number.</param>
/// <param name="Place">Page or table title inside it.</param>
public sealed record Source(string Manual, string Place, Evidence Evidence = Evidence.Manual)
{
    public override string ToString() => Evidence switch
    {
        Evidence.Manual => $"{Manual}, {Place}",
        Evidence.Field => $"{Manual}, {Place} (as software in the field uses it)",
        Evidence.Derived => $"{Manual}, {Place} (derived)",
        _ => $"{Manual}, {Place} (unconfirmed)",
    };

    internal Source Derived => this with { Evidence = Evidence.Derived };
    internal Source Field => this with { Evidence = Evidence.Field };
    internal Source Unconfirmed => this with { Evidence = Evidence.Unconfirmed };
}
