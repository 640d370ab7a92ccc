using RunbookEngine.Language.Expressions;
using RunbookEngine.Secrets;
using Xunit;

namespace RunbookEngine.Language.Tests.Expressions;

public class SecretTests
{
    private static readonly Scope Data = new(new Dictionary<string, Value>
    {
        ["secrets"] = Value.Of(ValueObject.Of([new("token", Value.Secret("s3cr3t-t0ken"))])),
        ["app"] = Value.Of("erp"),
    });

    private static readonly TypeScope Types = TypeScope.Of(
        ("secrets", ExprType.ObjectOf(("token", ExprType.SecretOf(ExprType.String)))), ("app", ExprType.String));

    private static readonly string[] Secret =
    [
        "secrets.token", "secrets[\"token\"]", "\"Bearer \" + secrets.token", "secrets.token + 1", "secrets.token * 2", "secrets.token | string.upcase",
        "string.append app secrets.token", "[app, secrets.token]", "{ a: secrets.token }", "{ a: [secrets.token] }.a[0]", "secrets.token == \"x\"", "!secrets.token",
        "secrets.token ? 1 : 2", "app == \"erp\" ? secrets.token : app", "secrets.token ?? app", "$\"x{secrets.token}\"", "secrets.token.size", "secrets.token[0]",
        "[secrets.token] | array.join \",\"", "[app] | array.each @string.upcase | array.add secrets.token", "secrets | object.to_json", "secrets.token | object.default app",
        "secrets.token && true", "[app, secrets.token] | array.first", "[app] + [secrets.token]", "secrets | object.values | array.first", "secrets.token | string.split \"-\"",
    ];

    [Fact]
    public void Whatever_is_made_from_a_secret_is_secret_at_run_time_and_by_type() => Assert.All(Secret, text =>
    {
        Assert.True(Expr.Value(text, Data).ContainsSecret, text);
        Assert.True(TypeChecker.Check(ExpressionParser.Parse(text), Types).ContainsSecret, text);
    });

    [Theory]
    [InlineData("app")]
    [InlineData("app + \"x\"")]
    [InlineData("[app] | array.size")]
    [InlineData("secrets | object.size > 0 ? app : app")]
    public void What_is_made_without_one_shows_itself(string text)
    {
        var value = Expr.Value(text, Data);
        Assert.Equal(text.Contains("secrets", StringComparison.Ordinal), value.ContainsSecret);
    }

    [Fact]
    public void People_never_read_a_secret() => Assert.All(Secret, text =>
    {
        var value = Expr.Value(text, Data);
        Assert.DoesNotContain("s3cr3t", value.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("s3cr3t", value.Redact().ToJson()?.ToJsonString() ?? "", StringComparison.OrdinalIgnoreCase);
        Assert.False(value.Redact().ContainsSecret);
    });

    [Theory]
    [InlineData("secrets.token | string.to_int + 1")]
    [InlineData("secrets.token - 1")]
    [InlineData("secrets.token | date.parse")]
    [InlineData("{}[secrets.token]")]
    [InlineData("[1][secrets.token]")]
    [InlineData("secrets.token.x")]
    public void An_error_does_not_tell_the_secret(string text) => Assert.DoesNotContain("s3cr3t", Expr.Failure(text, Data).ToString());

    // Every function and operator on the secret, on what is made from it, and on both.
    [Fact]
    public void No_error_of_any_function_or_operator_tells_a_secret_or_what_was_made_from_it()
    {
        string[] made = ["secrets.token", "(secrets.token | string.upcase)", "(secrets.token + \"x\")", "[secrets.token]", "{ a: secrets.token }", "(secrets.token | string.size)",
            "(secrets.token | string.base64_encode)", "(secrets.token | string.slice 0 6)", "secrets"];
        var texts = made.SelectMany(m => FunctionCatalogue.All.SelectMany(f => new[] { $"{m} | {f.Name}", $"{m} | {f.Name} {m}", $"{m} | {f.Name} {m} {m}", $"[{m}] | array.each @{f.Name}" })
            .Concat(Operators.Binary.SelectMany(o => new[] { $"{m} {o.Text} 1", $"1 {o.Text} {m}", $"{m} {o.Text} [1]", $"{m} {o.Text} null" }))
            .Concat([$"-{m}", $"{{}}[{m}]", $"[1][{m}]", $"{m}.x", $"{m}[99]", $"app[{m}]", $"{m} | string.to_int + 1", $"{m} | date.parse", $"\"a\" * {m}", $"{m}[\"s3\"]"]));
        var failed = 0;
        foreach (var text in texts)
        {
            var parsed = ExpressionParser.Parse(text);
            if (parsed.IsValid && Evaluator.Evaluate(parsed, Data) is EvaluationResult.Failed(var error))
            {
                failed++;
                var said = error.ToString().Replace(text, "", StringComparison.Ordinal);
                Assert.DoesNotContain("s3cr", said, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain("t0ken", said, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain("czNj", said, StringComparison.Ordinal);
                Assert.DoesNotContain(" 12 ", said, StringComparison.Ordinal);
            }
        }

        Assert.InRange(failed, 500, int.MaxValue);
    }

    [Fact]
    public void A_secret_where_none_may_go_is_refused_before_the_run()
    {
        var parsed = ExpressionParser.Parse("\"token \" + secrets.token");
        var type = TypeChecker.Check(parsed, Types).Type;
        Assert.Equal(ExpressionCodes.SecretFlow, TypeChecker.SecretFlow(parsed.Root!, type, "a message")!.Code);
        Assert.Null(TypeChecker.SecretFlow(parsed.Root!, ExprType.String, "a message"));
    }

    [Theory]
    [InlineData("token s3cr3t-t0ken!", "token ***!")]
    [InlineData("s3cr3t-t0ken s3cr3t-t0ken", "*** ***")]
    [InlineData("czNjcjN0LXQwa2Vu", "***")]
    [InlineData("a%2Fb c", "*** c")]
    [InlineData("\"q\\u0022uote\"", "\"***\"")]
    [InlineData("no", "no")]
    public void Captured_output_is_masked_in_all_usual_forms(string text, string masked) =>
        Assert.Equal(masked, new SecretMask(["s3cr3t-t0ken", "a/b", "q\"uote", "no"]).Apply(text));
}
