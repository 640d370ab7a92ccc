namespace RunbookEngine.Language.Expressions;

/// <summary>Short names for declaring parameters.</summary>
internal static class Parameters
{
    public static FunctionParameter Text(string name, string? otherwise = null) => new(name, ExprType.String, otherwise);

    public static FunctionParameter Int(string name, string? otherwise = null) => new(name, ExprType.Int, otherwise);

    public static FunctionParameter Number(string name) => new(name, ExprType.Number);

    public static FunctionParameter List(string name) => new(name, ExprType.List);

    public static FunctionParameter Any(string name) => new(name, ExprType.Any, AcceptsNull: true);

    public static FunctionParameter Date(string name) => new(name, ExprType.Date);

    public static FunctionParameter Function(string name, string? otherwise = null) => new(name, ExprType.Function, otherwise);
}
