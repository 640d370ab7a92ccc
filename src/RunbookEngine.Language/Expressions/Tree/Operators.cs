using Scriban.Syntax;

namespace RunbookEngine.Language.Expressions;

public enum UnaryOperator
{
    Not,
    Negate,
    Plus,
}

public enum BinaryOperator
{
    Coalesce,
    NotNullThen,
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    DivideWhole,
    Modulo,
    Range,
    RangeExclusive,
}

/// <summary>Spelling and binding strength, with Scriban's order. A higher number binds tighter; all associate to the left.</summary>
public static class Operators
{
    /// <summary>! - + before an operand bind tighter than every binary operator.</summary>
    public const int UnaryPrecedence = 200;

    public static IReadOnlyList<(string Text, BinaryOperator Operator, int Precedence)> Binary { get; } =
    [
        ("??", BinaryOperator.Coalesce, 20),
        ("?!", BinaryOperator.NotNullThen, 20),
        ("||", BinaryOperator.Or, 30),
        ("&&", BinaryOperator.And, 40),
        ("==", BinaryOperator.Equal, 70),
        ("!=", BinaryOperator.NotEqual, 70),
        ("<", BinaryOperator.Less, 80),
        ("<=", BinaryOperator.LessOrEqual, 80),
        (">", BinaryOperator.Greater, 80),
        (">=", BinaryOperator.GreaterOrEqual, 80),
        ("+", BinaryOperator.Add, 100),
        ("-", BinaryOperator.Subtract, 100),
        ("*", BinaryOperator.Multiply, 110),
        ("/", BinaryOperator.Divide, 110),
        ("//", BinaryOperator.DivideWhole, 110),
        ("%", BinaryOperator.Modulo, 110),
        ("..", BinaryOperator.Range, 130),
        ("..<", BinaryOperator.RangeExclusive, 130),
    ];

    // Switches and no tables: a dictionary with enums as keys is compiled at every start of a program that was compiled before.
    public static string Text(this BinaryOperator op) => op switch
    {
        BinaryOperator.Coalesce => "??",
        BinaryOperator.NotNullThen => "?!",
        BinaryOperator.Or => "||",
        BinaryOperator.And => "&&",
        BinaryOperator.Equal => "==",
        BinaryOperator.NotEqual => "!=",
        BinaryOperator.Less => "<",
        BinaryOperator.LessOrEqual => "<=",
        BinaryOperator.Greater => ">",
        BinaryOperator.GreaterOrEqual => ">=",
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => "-",
        BinaryOperator.Multiply => "*",
        BinaryOperator.Divide => "/",
        BinaryOperator.DivideWhole => "//",
        BinaryOperator.Modulo => "%",
        BinaryOperator.Range => "..",
        BinaryOperator.RangeExclusive => "..<",
        _ => throw new ArgumentOutOfRangeException(nameof(op)),
    };

    public static string Text(this UnaryOperator op) => op switch { UnaryOperator.Not => "!", UnaryOperator.Negate => "-", _ => "+" };

    /// <summary>Null for an operator that only Scriban has.</summary>
    internal static BinaryOperator? Of(ScriptBinaryOperator node) => node switch
    {
        ScriptBinaryOperator.EmptyCoalescing => BinaryOperator.Coalesce,
        ScriptBinaryOperator.NotEmptyCoalescing => BinaryOperator.NotNullThen,
        ScriptBinaryOperator.Or => BinaryOperator.Or,
        ScriptBinaryOperator.And => BinaryOperator.And,
        ScriptBinaryOperator.CompareEqual => BinaryOperator.Equal,
        ScriptBinaryOperator.CompareNotEqual => BinaryOperator.NotEqual,
        ScriptBinaryOperator.CompareLess => BinaryOperator.Less,
        ScriptBinaryOperator.CompareLessOrEqual => BinaryOperator.LessOrEqual,
        ScriptBinaryOperator.CompareGreater => BinaryOperator.Greater,
        ScriptBinaryOperator.CompareGreaterOrEqual => BinaryOperator.GreaterOrEqual,
        ScriptBinaryOperator.Add => BinaryOperator.Add,
        ScriptBinaryOperator.Subtract => BinaryOperator.Subtract,
        ScriptBinaryOperator.Multiply => BinaryOperator.Multiply,
        ScriptBinaryOperator.Divide => BinaryOperator.Divide,
        ScriptBinaryOperator.DivideRound => BinaryOperator.DivideWhole,
        ScriptBinaryOperator.Modulus => BinaryOperator.Modulo,
        ScriptBinaryOperator.RangeInclude => BinaryOperator.Range,
        ScriptBinaryOperator.RangeExclude => BinaryOperator.RangeExclusive,
        _ => null,
    };

    internal static ScriptBinaryOperator Scriban(this BinaryOperator op) => op switch
    {
        BinaryOperator.Coalesce => ScriptBinaryOperator.EmptyCoalescing,
        BinaryOperator.NotNullThen => ScriptBinaryOperator.NotEmptyCoalescing,
        BinaryOperator.Or => ScriptBinaryOperator.Or,
        BinaryOperator.And => ScriptBinaryOperator.And,
        BinaryOperator.Equal => ScriptBinaryOperator.CompareEqual,
        BinaryOperator.NotEqual => ScriptBinaryOperator.CompareNotEqual,
        BinaryOperator.Less => ScriptBinaryOperator.CompareLess,
        BinaryOperator.LessOrEqual => ScriptBinaryOperator.CompareLessOrEqual,
        BinaryOperator.Greater => ScriptBinaryOperator.CompareGreater,
        BinaryOperator.GreaterOrEqual => ScriptBinaryOperator.CompareGreaterOrEqual,
        BinaryOperator.Add => ScriptBinaryOperator.Add,
        BinaryOperator.Subtract => ScriptBinaryOperator.Subtract,
        BinaryOperator.Multiply => ScriptBinaryOperator.Multiply,
        BinaryOperator.Divide => ScriptBinaryOperator.Divide,
        BinaryOperator.DivideWhole => ScriptBinaryOperator.DivideRound,
        BinaryOperator.Modulo => ScriptBinaryOperator.Modulus,
        BinaryOperator.Range => ScriptBinaryOperator.RangeInclude,
        BinaryOperator.RangeExclusive => ScriptBinaryOperator.RangeExclude,
        _ => throw new ArgumentOutOfRangeException(nameof(op)),
    };
}
