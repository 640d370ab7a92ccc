using System.Diagnostics;
using RunbookEngine.Language.Expressions;
using RunbookEngine.Language.Templates;
using Xunit;

namespace RunbookEngine.Language.Tests.Expressions;

/// <summary>What is written to use up time or memory ends with a diagnostic, soon and small.</summary>
public class HostileInputTests
{
    private const int MostMilliseconds = 100;
    private const long MostBytes = 50_000_000;

    /// <summary>The machine may be busy with other tests: the best of some tries counts.</summary>
    private const int Tries = 40;

    public static TheoryData<string, string> Hostile => new()
    {
        { "a huge exponent", "1e10000000" },
        { "a huge exponent below", "-1e10000000 + 1" },
        { "many huge numbers", string.Join(" + ", Enumerable.Repeat("1e3000000", 500)) },
        { "a large number printed", "1e100000 + \"\"" },
        { "squares", string.Concat(Enumerable.Repeat("(", 40)) + "999999999999" + string.Concat(Enumerable.Repeat(" * 1e400)", 40)) },
        { "round brackets", new string('(', 9_000) },
        { "square brackets", new string('[', 9_000) },
        { "braces", string.Concat(Enumerable.Repeat("{a:", 3_000)) },
        { "closed brackets", new string('(', 4_900) + "1" + new string(')', 4_900) },
        { "signs", new string('!', 9_000) + "1" },
        { "conditions", string.Concat(Enumerable.Repeat("a ? ", 2_000)) },
        { "interpolations", string.Concat(Enumerable.Repeat("$\"{", 3_000)) },
        { "a chain", "1" + string.Concat(Enumerable.Repeat(" + 1", 2_000)) },
        { "pipes", "1" + string.Concat(Enumerable.Repeat(" | math.abs", 800)) },
        { "sums of long texts", string.Join(" + ", Enumerable.Repeat("(\"x\" * 1000000)", 200)) },
        { "a repeated text", "(\"a\" * 1000000) * 1000000" },
        { "an endless range", "1..1000000000000 | array.size" },
        { "a range of large numbers", "1..100000000000000000000000000" },
        { "a repeated list", "(1..100000) * 100000" },
        { "a wide text", "\"a\" | string.pad_left 2147483647" },
        { "a far position", "[] | array.insert_at 2147483646 1" },
        { "a growing replacement", "(\"a\" * 100000) | string.replace \"a\" (\"b\" * 100000)" },
        { "a pattern", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\" | regex.match \"^(a+)+$\"" },
        { "a long source", new string('a', 256 * 1024) },
        { "a long source of brackets", new string('(', 256 * 1024) },
        { "a date far away", "(date.parse '2026-01-02') | date.add_days 1e300" },
        { "nothing but a null character", "\0" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_hostile_expression_ends_with_a_diagnostic_in_time(string what, string text) => Bounded(what, () =>
    {
        var parsed = ExpressionParser.Parse(text);
        return !parsed.IsValid || Evaluator.Evaluate(parsed, Scope.Empty) is EvaluationResult.Failed;
    });

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_hostile_text_ends_with_a_diagnostic_in_time(string what, string text) => Bounded(what, () =>
    {
        var template = TemplateParser.ParseText($"a ${{{{ {text} }}}} b");
        return !template.IsValid || TemplateRenderer.Render(template, Scope.Empty) is EvaluationResult.Failed;
    });

    [Theory]
    [InlineData("${{ for a in 1..1000 }}${{ for b in 1..1000 }}${{ for c in 1..1000 }}x${{ end }}${{ end }}${{ end }}")]
    [InlineData("${{ for a in 1..100000 }}${{ \"x\" * 1000 }}${{ end }}")]
    public void Loops_in_loops_end_too(string text)
    {
        var template = TemplateParser.ParseText(text);
        Assert.Equal(ExpressionCodes.Budget, Assert.IsType<EvaluationResult.Failed>(TemplateRenderer.Render(template, Scope.Empty)).Error.Code);
    }

    [Theory]
    [InlineData("${{ { }}")]
    [InlineData("${{ ' }}")]
    [InlineData("${{ a }}")]
    [InlineData("${{ if a }}")]
    [InlineData("${{")]
    [InlineData("\uFDD0{{")]
    public void A_text_of_256_kilobytes_is_refused_at_once_and_one_of_the_longest_length_is_read(string part)
    {
        Bounded(part, () => !TemplateParser.ParseText(string.Concat(Enumerable.Repeat(part, 256 * 1024 / part.Length))).IsValid);
        TemplateParser.ParseText(string.Concat(Enumerable.Repeat(part, ExpressionLimits.TemplateLength / part.Length)));
    }

    [Fact]
    public void A_cancelled_evaluation_ends_with_a_diagnostic()
    {
        var options = new EvaluationOptions { Cancellation = new CancellationToken(true) };
        Assert.Contains("cancelled", Expr.Failure("1 + 2", options: options).Message);
        Assert.IsType<EvaluationResult.Failed>(TemplateRenderer.Render(TemplateParser.ParseText("a ${{ 1 }}"), Scope.Empty, options));
    }

    private static void Bounded(string what, Func<bool> endsWithADiagnostic)
    {
        var (bytes, best) = (0L, double.MaxValue);
        for (var i = 0; i < Tries && (i < 2 || best > MostMilliseconds); i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var watch = Stopwatch.StartNew();
            Assert.True(endsWithADiagnostic(), $"{what} was computed");
            best = Math.Min(best, watch.Elapsed.TotalMilliseconds);
            bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.True(best <= MostMilliseconds && bytes <= MostBytes, $"{what}: {best:F0} ms, {bytes / 1e6:F1} MB");
    }
}
