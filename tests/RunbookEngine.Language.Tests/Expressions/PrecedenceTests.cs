using RunbookEngine.Language.Expressions;
using Xunit;

namespace RunbookEngine.Language.Tests.Expressions;

public class PrecedenceTests
{
    [Fact]
    public void Of_two_operators_the_tighter_one_is_applied_first_whichever_way_they_stand()
    {
        foreach (var (left, leftOperator, leftPrecedence) in Operators.Binary)
        {
            foreach (var (right, rightOperator, rightPrecedence) in Operators.Binary)
            {
                var root = Assert.IsType<BinaryExpression>(ExpressionParser.Parse($"a {left} b {right} c").Root);
                var groupsLeft = rightPrecedence <= leftPrecedence;
                Assert.Equal(groupsLeft ? rightOperator : leftOperator, root.Operator);
                Assert.Equal(groupsLeft, root.Left is BinaryExpression);
                Assert.Equal(!groupsLeft, root.Right is BinaryExpression);
            }
        }
    }

    [Fact]
    public void A_sign_binds_tighter_than_every_binary_operator()
    {
        foreach (var (text, op, _) in Operators.Binary)
        {
            foreach (var sign in new[] { "!", "-", "+" })
            {
                var root = Assert.IsType<BinaryExpression>(ExpressionParser.Parse($"{sign}a {text} b").Root);
                Assert.Equal(op, root.Operator);
                Assert.IsType<UnaryExpression>(root.Left);
            }
        }
    }

    [Fact]
    public void Every_binary_operator_binds_tighter_than_the_question_mark_and_that_than_the_pipe()
    {
        foreach (var (text, _, _) in Operators.Binary)
        {
            Assert.IsType<BinaryExpression>(Assert.IsType<ConditionalExpression>(ExpressionParser.Parse($"a {text} b ? c : d").Root).Condition);
            var call = Assert.IsType<CallExpression>(ExpressionParser.Parse($"a {text} b | object.to_json").Root);
            Assert.IsType<BinaryExpression>(call.Arguments[0]);
        }

        Assert.IsType<ConditionalExpression>(ExpressionParser.Parse("a ? b : c | string.upcase").Root);
        Assert.IsType<ConditionalExpression>(ExpressionParser.Parse("a | string.contains \"b\" ? c : d").Root);
    }

    [Fact]
    public void An_argument_of_a_call_takes_everything_up_to_a_weaker_operator()
    {
        var call = Assert.IsType<CallExpression>(ExpressionParser.Parse("math.plus a * 2 b - 1").Root);
        Assert.All(call.Arguments, argument => Assert.IsType<BinaryExpression>(argument));
        var sum = Assert.IsType<BinaryExpression>(ExpressionParser.Parse("1 + math.abs a * 2 + 3").Root);
        var inner = Assert.IsType<BinaryExpression>(sum.Left);
        Assert.IsType<BinaryExpression>(Assert.IsType<CallExpression>(inner.Right).Arguments[0]);
    }
}
