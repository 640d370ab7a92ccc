namespace RunbookEngine.Language.Expressions;

public enum ValueKind
{
    Null,
    Bool,

    /// <summary>int, long or larger.</summary>
    Int,

    /// <summary>float, double or decimal.</summary>
    Number,
    String,
    Date,
    Duration,
    List,
    Object,

    /// <summary>A function passed by name: @string.upcase.</summary>
    Function,

    /// <summary>The word <c>empty</c>, equal to anything without elements.</summary>
    Empty,
}
