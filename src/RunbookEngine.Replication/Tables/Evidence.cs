namespace RunbookEngine.Replication.Tables;

/// <summary>How sure a fact of the status model is.</summary>
public enum Evidence
{
    /// <summary>A page of the vendor's manual says so.</summary>
    Manual,

    /// <summary>Seen in software that runs against real arrays.</summary>
    Field,

    /// <summary>Follows from the manual and from CCI semantics; no page says it in so many words.</summary>
    Derived,

    /// <summary>Not found anywhere; the model takes the careful side.</summary>
    Unconfirmed,
}
