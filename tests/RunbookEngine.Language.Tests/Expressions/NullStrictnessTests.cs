using RunbookEngine.Language.Expressions;
using Xunit;

namespace RunbookEngine.Language.Tests.Expressions;

public class NullStrictnessTests
{
    private static readonly Scope Data = Expr.Json("""{ "inputs": { "app": "erp", "none": null, "list": [1] } }""");

    private static readonly (string Text, int Offset, int Length, string Code, string Says)[] Failures =
    [
        ("nobody", 0, 6, ExpressionCodes.MissingValue, "nobody"),
        ("inputs.ap", 7, 2, ExpressionCodes.MissingValue, "did you mean `app`?"),
        ("inputs.none.x", 0, 11, ExpressionCodes.NullValue, "?.x"),
        ("inputs.list[5]", 12, 1, ExpressionCodes.MissingValue, "does not exist"),
        ("inputs[\"xyz\"]", 7, 5, ExpressionCodes.MissingValue, "xyz"),
        ("inputs.app.x", 11, 1, ExpressionCodes.MissingValue, "a string has no `x`"),
        ("1 + inputs.none", 4, 11, ExpressionCodes.NullValue, "`+` needs a value"),
        ("\"a\" + inputs.none", 6, 11, ExpressionCodes.NullValue, "`+` needs a value"),
        ("inputs.none < 1", 0, 11, ExpressionCodes.NullValue, "`<` needs a value"),
        ("-inputs.none", 0, 12, ExpressionCodes.NullValue, "needs a number"),
        ("inputs.none | string.upcase", 0, 11, ExpressionCodes.NullValue, "`text` of `string.upcase` is null"),
        ("$\"a{inputs.none}\"", 4, 11, ExpressionCodes.NullValue, "cannot be written"),
        ("1 / 0", 4, 1, ExpressionCodes.WrongValue, "zero"),
        ("1 // 0", 5, 1, ExpressionCodes.WrongValue, "zero"),
        ("1 % (1 - 1)", 4, 7, ExpressionCodes.WrongValue, "zero"),
        ("1 + [1]", 2, 1, ExpressionCodes.WrongValue, "between a whole number and a list"),
        ("true + true", 5, 1, ExpressionCodes.WrongValue, "two bools"),
        ("\"a\" - 1", 4, 1, ExpressionCodes.WrongValue, "string.to_int"),
        ("1.5..3", 3, 2, ExpressionCodes.WrongValue, "whole numbers"),
        ("[1, \"a\"] | array.sort", 0, 8, ExpressionCodes.WrongValue, "no order"),
        ("\"no date\" | date.parse", 0, 9, ExpressionCodes.WrongValue, "not a date"),
        ("5 | array.size", 0, 1, ExpressionCodes.WrongValue, "must be a list"),
        ("\"@\" | string.base64_decode", 0, 26, ExpressionCodes.WrongValue, "cannot work"),
        ("[1] | array.each @string.replace", 0, 32, ExpressionCodes.Arguments, "would get 1 arguments"),
    ];

    [Fact]
    public void Each_missing_or_unfit_value_is_an_error_with_its_place() => Assert.All(Failures, c =>
    {
        var error = Expr.Failure(c.Text, Data);
        Assert.Equal((c.Offset, c.Length, c.Code), (error.Offset, error.Length, error.Code));
        Assert.Contains(c.Says, $"{error.Message} {error.Help}");
    });

    [Theory]
    [InlineData("inputs.none ?? \"x\"", "x")]
    [InlineData("inputs.gone ?? \"x\"", "x")]
    [InlineData("inputs.none.deep.deeper ?? \"x\"", "x")]
    [InlineData("inputs.list[9] ?? \"x\"", "x")]
    [InlineData("inputs.none?.deep.deeper", "")]
    [InlineData("inputs.gone | object.default \"x\"", "x")]
    [InlineData("(inputs.gone | object.default \"x\") + 1", "x1")]
    [InlineData("inputs.none == null", "true")]
    [InlineData("inputs.none != \"a\"", "true")]
    [InlineData("inputs.none == \"\"", "false")]
    [InlineData("inputs.none ? 1 : 2", "2")]
    [InlineData("inputs.none || true", "true")]
    [InlineData("inputs | object.has_key \"none\"", "true")]
    [InlineData("inputs.app ?! \"known\"", "known")]
    public void Null_that_is_taken_care_of_is_no_error(string text, string result) => Assert.Equal(result, Expr.Value(text, Data).ToText());

    [Fact]
    public void The_care_does_not_reach_into_the_other_side() =>
        Assert.Equal(ExpressionCodes.MissingValue, Expr.Failure("inputs.gone ?? inputs.alsogone", Data).Code);
}
