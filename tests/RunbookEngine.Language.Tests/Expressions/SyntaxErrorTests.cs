using RunbookEngine.Language.Expressions;
using Xunit;

namespace RunbookEngine.Language.Tests.Expressions;

public class SyntaxErrorTests
{
    // Expression, the part the message points at, code, a word of message or help.
    private static readonly (string Text, int Offset, int Length, string Code, string Says)[] Cases =
    [
        ("", 0, 0, ExpressionCodes.Syntax, "missing"),
        ("   ", 3, 0, ExpressionCodes.Syntax, "missing"),
        ("1 +", 2, 1, ExpressionCodes.Syntax, "a value is missing after `+`"),
        ("* 2", 0, 1, ExpressionCodes.Syntax, "a value is missing"),
        ("(1 + 2", 0, 1, ExpressionCodes.Syntax, "not closed"),
        ("[1, 2", 0, 1, ExpressionCodes.Syntax, "not closed"),
        ("{ a: 1", 0, 1, ExpressionCodes.Syntax, "not closed"),
        ("{ a 1 }", 4, 1, ExpressionCodes.Syntax, "`:` is missing"),
        ("{ 1: 1 }", 2, 1, ExpressionCodes.Syntax, "member's name"),
        ("a b", 2, 1, ExpressionCodes.Syntax, "operator is missing"),
        ("1 2", 2, 1, ExpressionCodes.Syntax, "operator is missing"),
        ("a and b", 2, 3, ExpressionCodes.Syntax, "write `&&`"),
        ("a = 1", 2, 1, ExpressionCodes.NotAllowed, "write `==`"),
        ("a += 1", 2, 2, ExpressionCodes.NotAllowed, "change nothing"),
        ("a++", 1, 2, ExpressionCodes.NotAllowed, "change nothing"),
        ("a & b", 2, 1, ExpressionCodes.NotAllowed, "&&"),
        ("$x", 0, 1, ExpressionCodes.NotAllowed, "leave it out"),
        ("a; b", 1, 1, ExpressionCodes.NotAllowed, "alone"),
        ("a # b", 2, 1, ExpressionCodes.NotAllowed, "comments"),
        ("a.", 2, 0, ExpressionCodes.Syntax, "a name is missing"),
        ("a.1", 2, 1, ExpressionCodes.Syntax, "a name is missing"),
        ("a[1", 1, 1, ExpressionCodes.Syntax, "not closed"),
        ("a ? 1", 5, 0, ExpressionCodes.Syntax, "`:`"),
        ("\"abc", 0, 4, ExpressionCodes.Literal, "not closed"),
        ("1 + 'abc", 4, 4, ExpressionCodes.Literal, "not closed"),
        ("\"a\\qb\"", 2, 2, ExpressionCodes.Literal, "escape"),
        ("\"\\u00\"", 1, 5, ExpressionCodes.Literal, "4 hexadecimal"),
        ("30s", 0, 3, ExpressionCodes.Literal, "quotes"),
        ("0x", 0, 2, ExpressionCodes.Literal, "digits"),
        ("1e9999999999", 0, 12, ExpressionCodes.Literal, "too large"),
        ("a | b", 4, 1, ExpressionCodes.UnknownFunction, "no function `b`"),
        ("a | upcase", 4, 6, ExpressionCodes.UnknownFunction, "`string.upcase`"),
        ("a | string.upcse", 4, 12, ExpressionCodes.UnknownFunction, "`string.upcase`"),
        ("a | strng.upcase", 4, 12, ExpressionCodes.UnknownFunction, "`string.upcase`"),
        ("contains(a, b)", 0, 8, ExpressionCodes.UnknownFunction, "contains`"),
        ("a |", 2, 1, ExpressionCodes.Syntax, "function is missing"),
        ("a | 1", 4, 1, ExpressionCodes.Syntax, "comes a function"),
        ("date.now", 0, 8, ExpressionCodes.NotAllowed, "run.startedAt"),
        ("math.random 1 10", 0, 11, ExpressionCodes.NotAllowed, "resumed"),
        ("math.uuid", 0, 9, ExpressionCodes.NotAllowed, "run.id"),
        ("x | object.eval", 4, 11, ExpressionCodes.NotAllowed, "never"),
        ("x | regex.match `a`", 4, 11, ExpressionCodes.NotAllowed, "patterns"),
        ("string.upcase", 0, 13, ExpressionCodes.Arguments, "needs its argument `text`"),
        ("\"a\" | string.slice", 6, 12, ExpressionCodes.Arguments, "needs its argument `start`"),
        ("\"a\" | string.slice -1", 6, 12, ExpressionCodes.Arguments, "brackets"),
        ("\"a\" | string.upcase 1", 20, 1, ExpressionCodes.Arguments, "one too many"),
        ("\"a\" | string.slice 1 lenght: 2", 21, 6, ExpressionCodes.Arguments, "`length`"),
        ("\"a\" | string.slice 1 start: 2", 21, 5, ExpressionCodes.Arguments, "given twice"),
        ("\"a\" | string.slice start: 2 1", 28, 1, ExpressionCodes.Arguments, "named too"),
        ("[1] | array.each string.upcase", 17, 13, ExpressionCodes.Arguments, "needs its argument `text`"),
        ("array.map.empty?", 0, 9, ExpressionCodes.Arguments, "needs its argument"),
        ("@x", 0, 1, ExpressionCodes.Syntax, "function"),
        ("$\"a {1 + } b\"", 7, 1, ExpressionCodes.Syntax, "a value is missing"),
        ("$\"a {1\"", 4, 1, ExpressionCodes.Literal, "not closed"),
        ("a ~ b", 2, 1, ExpressionCodes.Syntax, "no meaning"),
        ("a\u0000", 1, 1, ExpressionCodes.Syntax, "U+0000"),
    ];

    [Fact]
    public void Each_mistake_is_pointed_at_and_explained() => Assert.All(Cases, c =>
    {
        var error = Expr.SyntaxError(c.Text);
        Assert.Equal((c.Offset, c.Length, c.Code), (error.Offset, error.Length, error.Code));
        Assert.Contains(c.Says, $"{error.Message} {error.Help}");
    });

    [Fact]
    public void Offsets_count_from_the_start_of_the_text_around_the_expression()
    {
        var parsed = ExpressionParser.Parse("key: ${{ 1 + }} rest", 8, 5);
        Assert.Equal((11, 1), (parsed.Diagnostics[0].Offset, parsed.Diagnostics[0].Length));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("[")]
    [InlineData("!")]
    [InlineData("- ")]
    [InlineData("{a:")]
    [InlineData("a ? ")]
    [InlineData("a[")]
    [InlineData("string.upcase(")]
    [InlineData("$\"{")]
    public void Nesting_without_end_is_refused_and_not_a_stack_overflow(string opening)
    {
        var text = string.Concat(Enumerable.Repeat(opening, 9_000 / opening.Length));
        Assert.NotEmpty(ExpressionParser.Parse(text).Diagnostics);
    }

    [Theory]
    [InlineData(" + 1")]
    [InlineData(" | math.abs")]
    [InlineData(".a")]
    [InlineData("[0]")]
    [InlineData(" ?? 1")]
    public void A_chain_has_a_longest_length_and_below_it_works(string link)
    {
        var longest = "1" + string.Concat(Enumerable.Repeat(link, ExpressionLimits.Height - 2));
        Assert.NotNull(ExpressionParser.Parse(longest).Root);
        Assert.Equal(ExpressionCodes.Limit, Expr.SyntaxError("1" + string.Concat(Enumerable.Repeat(link, ExpressionLimits.Height))).Code);
    }

    [Fact]
    public void An_expression_has_a_longest_length() =>
        Assert.Equal(ExpressionCodes.Limit, Expr.SyntaxError(new string('a', ExpressionLimits.Length + 1)).Code);
}
