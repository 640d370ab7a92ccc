namespace RunbookEngine.Journal;

/// <summary>A person wrote something down about a run: a comment, what is to be done about a finding, or that it was done. Also after the run's end.</summary>
/// <param name="Kind"><see cref="Comment"/>, <see cref="Remediation"/> or <see cref="Done"/>.</param>
/// <param name="Finding">Id of the finding it is about, as the report gives it; null: the run as a whole.</param>
/// <param name="Owner">Who is to do it; null for none.</param>
/// <param name="Due">By when; null for none.</param>
public sealed record NoteAdded(
    string Actor, string Kind, string Text, string? Finding = null, string? Owner = null, DateOnly? Due = null, Identification? KnownBy = null) : RunEvent
{
    public const string Comment = "comment";
    public const string Remediation = "remediation";
    public const string Done = "done";

    /// <summary>Characters of the text; an id, a name have 400.</summary>
    public const int MaxText = 4000;
}

/// <summary>Somebody put the run under legal hold, or let it go: while it is held no retention removes it.</summary>
public sealed record LegalHoldChanged(string Actor, bool Held, string Reason, Identification? KnownBy = null) : RunEvent;

/// <summary>The head of the chain was written to a place that whoever has the store cannot change, or could not be.</summary>
/// <param name="Number">Of the event whose hash it is.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="Moment">Why then: <c>start</c>, <c>pivot</c>, <c>end</c>.</param>
/// <param name="Place"><c>log</c>, a channel of the environment, or <c>ticket ID</c>.</param>
/// <param name="Problem">Why it did not get there; null when it did.</param>
public sealed record ChainAnchored(int Number, string Hash, string Moment, string Place, string? Problem = null) : RunEvent;
