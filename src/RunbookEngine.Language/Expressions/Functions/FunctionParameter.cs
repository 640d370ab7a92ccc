namespace RunbookEngine.Language.Expressions;

/// <param name="DefaultText">What an omitted argument counts as, for people; null when the argument is required.</param>
/// <param name="AcceptsNull">Null is a value for this function; elsewhere it is an error.</param>
public sealed record FunctionParameter(string Name, ExprType Type, string? DefaultText = null, bool AcceptsNull = false)
{
    public bool IsOptional => DefaultText is not null;
}
