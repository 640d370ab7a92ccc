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

    private static readonly Dictionary<string, (BinaryOperator, int)> ByText = Binary.ToDictionary(o => o.Text, o => (o.Operator, o.Precedence));

    private static readonly Dictionary<BinaryOperator, string> ByOperator = Binary.ToDictionary(o => o.Operator, o => o.Text);

    public static string Text(this BinaryOperator op) => ByOperator[op];

    public static string Text(this UnaryOperator op) => op switch { UnaryOperator.Not => "!", UnaryOperator.Negate => "-", _ => "+" };

    internal static bool TryGet(string text, out BinaryOperator op, out int precedence)
    {
        var found = ByText.TryGetValue(text, out var entry);
        (op, precedence) = entry;
        return found;
    }
}
