namespace RunbookEngine.Language.Expressions;

public enum ExprKind
{
    /// <summary>Nothing is known; every use is accepted and left to the run.</summary>
    Any,
    Null,
    Bool,
    Int,
    Number,
    String,
    Date,
    Duration,
    List,
    Object,
    Function,
}
