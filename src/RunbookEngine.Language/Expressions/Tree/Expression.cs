using Scriban.Syntax;

namespace RunbookEngine.Language.Expressions;

/// <summary>
/// A node of an expression that was read: what Scriban's tree says, with functions and arguments resolved. Offset and length are in characters
/// of the text it was read from.
/// </summary>
public abstract record Expression(int Offset, int Length)
{
    /// <summary>The node of Scriban's tree that computes it.</summary>
    internal ScriptNode? Node { get; init; }

    /// <summary>Null or a missing value is no error here: left of ?? and ?!, in object.default, before .empty? and ?.</summary>
    internal bool IsLenient { get; init; }

    /// <summary>Nodes on the longest way down, this one included. At most <see cref="ExpressionLimits.Height"/>.</summary>
    internal int Height { get; init; } = 1;

    public int End => Offset + Length;

    /// <summary>The nodes directly below, in the order they are evaluated.</summary>
    public virtual IEnumerable<Expression> Children => [];

    /// <summary>This node and all below it.</summary>
    public IEnumerable<Expression> Descendants() => Children.SelectMany(child => child.Descendants()).Prepend(this);
}

public sealed record LiteralExpression(int Offset, int Length, Value Value) : Expression(Offset, Length);

/// <summary>A name looked up in the scope.</summary>
public sealed record NameExpression(int Offset, int Length, string Name) : Expression(Offset, Length);

/// <param name="IsOptional">Written ?. here or further left: a missing or null value gives null instead of an error.</param>
/// <param name="NameOffset">Where the member's own name starts.</param>
public sealed record MemberExpression(int Offset, int Length, Expression Target, string Name, bool IsOptional, int NameOffset)
    : Expression(Offset, Length)
{
    public override IEnumerable<Expression> Children => [Target];
}

public sealed record IndexExpression(int Offset, int Length, Expression Target, Expression Index, bool IsOptional) : Expression(Offset, Length)
{
    public override IEnumerable<Expression> Children => [Target, Index];
}

/// <summary><c>x.empty?</c></summary>
public sealed record IsEmptyExpression(int Offset, int Length, Expression Target) : Expression(Offset, Length)
{
    public override IEnumerable<Expression> Children => [Target];
}

public sealed record UnaryExpression(int Offset, int Length, UnaryOperator Operator, Expression Operand) : Expression(Offset, Length)
{
    public override IEnumerable<Expression> Children => [Operand];
}

public sealed record BinaryExpression(int Offset, int Length, BinaryOperator Operator, Expression Left, Expression Right, int OperatorOffset)
    : Expression(Offset, Length)
{
    public override IEnumerable<Expression> Children => [Left, Right];
}

public sealed record ConditionalExpression(int Offset, int Length, Expression Condition, Expression Then, Expression Else)
    : Expression(Offset, Length)
{
    public override IEnumerable<Expression> Children => [Condition, Then, Else];
}

/// <summary>A call; arguments stand in the order of the function's parameters, null where one was left out.</summary>
/// <param name="Rest">Arguments after the last parameter, for functions that take any number.</param>
public sealed record CallExpression(int Offset, int Length, FunctionSpec Function, IReadOnlyList<Expression?> Arguments, IReadOnlyList<Expression> Rest)
    : Expression(Offset, Length)
{
    public override IEnumerable<Expression> Children => Arguments.OfType<Expression>().Concat(Rest);
}

/// <summary>A function passed by name, <c>@string.upcase</c>.</summary>
public sealed record FunctionExpression(int Offset, int Length, FunctionSpec Function) : Expression(Offset, Length);

public sealed record ArrayExpression(int Offset, int Length, IReadOnlyList<Expression> Items) : Expression(Offset, Length)
{
    public override IEnumerable<Expression> Children => Items;
}

public sealed record ObjectExpression(int Offset, int Length, IReadOnlyList<KeyValuePair<string, Expression>> Members) : Expression(Offset, Length)
{
    public override IEnumerable<Expression> Children => Members.Select(member => member.Value);
}

/// <summary><c>$"text {expression} text"</c></summary>
public sealed record InterpolatedExpression(int Offset, int Length, IReadOnlyList<Expression> Parts) : Expression(Offset, Length)
{
    public override IEnumerable<Expression> Children => Parts;
}
