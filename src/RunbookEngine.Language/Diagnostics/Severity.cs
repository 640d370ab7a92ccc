namespace RunbookEngine.Language.Diagnostics;

public enum Severity
{
    /// <summary>Accepted, but probably not what was meant.</summary>
    Warning,

    /// <summary>Refused: no plan is made.</summary>
    Error,
}
