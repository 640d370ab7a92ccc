namespace RunbookEngine.Language.Expressions;

/// <summary>The rule codes of expressions and templates. 140x reading, 141x checking, 142x evaluating, 143x templates.</summary>
public static class ExpressionCodes
{
    public const string Syntax = "RB1401";
    public const string Literal = "RB1402";
    public const string Limit = "RB1403";
    public const string UnknownFunction = "RB1404";
    public const string Arguments = "RB1405";
    public const string NotAllowed = "RB1406";

    public const string UnknownName = "RB1411";
    public const string UnknownMember = "RB1412";
    public const string TypeMismatch = "RB1413";
    public const string ForwardReference = "RB1414";
    public const string MayBeNull = "RB1415";
    public const string SecretFlow = "RB1416";
    public const string AlwaysTrue = "RB1417";

    public const string NullValue = "RB1421";
    public const string WrongValue = "RB1422";
    public const string Budget = "RB1423";
    public const string MissingValue = "RB1424";

    public const string TemplateBlock = "RB1431";
    public const string TemplateOpen = "RB1432";
}
