using RunbookEngine.Language.Expressions;
using Xunit;

namespace RunbookEngine.Language.Tests.Expressions;

public class BudgetTests
{
    [Theory]
    [InlineData("1..1000000000")]
    [InlineData("1..<9223372036854775807")]
    [InlineData("1..100000000000000000000000000")]
    [InlineData("\"a\" * 2147483647")]
    [InlineData("(\"a\" * 1000000) * 1000000")]
    [InlineData("[1] * 2147483647")]
    [InlineData("(1..100000) * 100000")]
    [InlineData("[] | array.insert_at 2147483646 1")]
    [InlineData("\"a\" | string.pad_left 2147483647")]
    [InlineData("(\"a\" * 100000) | string.replace \"a\" (\"b\" * 100000)")]
    [InlineData("1..100000 | array.join (\"x\" * 100000)")]
    [InlineData("1..400000 | array.reverse | array.reverse")]
    [InlineData("1..200000 | array.each @math.abs | array.each @math.abs | array.each @math.abs | array.each @math.abs")]
    public void What_would_fill_the_memory_ends_with_a_message(string text) => Assert.Equal(ExpressionCodes.Budget, Expr.Failure(text).Code);

    [Fact]
    public void Numbers_do_not_grow_without_end()
    {
        var squares = string.Concat(Enumerable.Repeat("(", 40)) + "999999999999" + string.Concat(Enumerable.Repeat(" * 1e400)", 40));
        Assert.Equal(ExpressionCodes.WrongValue, Expr.Failure(squares).Code);
    }

    [Fact]
    public void The_steps_of_an_evaluation_are_counted() =>
        Assert.Equal(ExpressionCodes.Budget, Expr.Failure("1 + 2 + 3", options: new EvaluationOptions { MaxSteps = 3 }).Code);
}
