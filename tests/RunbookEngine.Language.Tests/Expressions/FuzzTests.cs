using RunbookEngine.Language.Expressions;
using RunbookEngine.Language.Templates;
using Xunit;

namespace RunbookEngine.Language.Tests.Expressions;

public class FuzzTests
{
    /// <summary>FUZZ_ROUNDS asks for more than the small form that runs every time.</summary>
    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("FUZZ_ROUNDS"), out var rounds) ? rounds : 20_000;

    private static readonly string[] Seeds =
    [
        "inputs.app + \"-\" + steps[\"split\"].outputs.count", "1 + 2 * (3 - 4) / 5 // 6 % 7", "a ?? b ?! c || d && !e == f", "x | string.slice 1 length: 2 | string.upcase",
        "true ? [1, 2, {a: 'b', \"c\": `d`}] : null", "$\"a {b + 1} {\"c\"}\" + '\\u0041\\n'", "1..5 | array.each @math.abs | array.join \", \" @string.upcase", "0xff + 1_000 + 1.5e-3m + 2f",
        "date.parse '2016/01/05' '%Y' | date.to_string '%F'", "list[-1].a?.b.empty?", "string.replace(\"a\", \"b\", \"c\") >= -1", "{ a: secrets.token }.a | object.default (1..<3)",
    ];

    private static readonly string[] Bits =
    [
        "(", ")", "[", "]", "{", "}", "\"", "'", "`", "$\"", "\\", "|", "?", "?.", "??", "?!", ":", ",", ".", "..", "..<", "@", "!", "-", "&&", "||", "==", "0", "1e999", "null", "empty",
        "a", "inputs", "string.upcase", "array.map ", "${{", "}}", "$${{", "if ", "for x in ", "end", "else", " ", "\n", "\0", "é", "\ud83d", "0x", "30s", "\"\\u", "-}}", "~",
    ];

    [Fact]
    public void Mutated_expressions_never_throw_and_every_refusal_has_a_place()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var scope = Expr.Json("""{ "inputs": { "app": "erp" }, "steps": { "split": { "outputs": { "count": 3 } } }, "list": [1, { "a": null }], "a": 1, "x": "text" }""");
        var types = TypeScope.Of(("inputs", ExprType.ObjectOf(("app", ExprType.String))), ("list", ExprType.List), ("secrets", ExprType.ObjectOf(("token", ExprType.SecretOf(ExprType.String)))));
        for (var i = 0; i < Rounds; i++)
        {
            var text = Mutate(Seeds[random.Next(Seeds.Length)], random);
            try
            {
                var parsed = ExpressionParser.Parse(text);
                Assert.Equal(parsed.Root is null, parsed.Diagnostics.Count > 0 && parsed.Root is null);
                InText(text, parsed.Diagnostics);
                InText(text, TypeChecker.Check(parsed, types).Diagnostics);
                if (parsed.IsValid)
                {
                    var options = i % 2 == 0 ? EvaluationOptions.Default : EvaluationOptions.Scriban;
                    if (Evaluator.Evaluate(parsed, scope, options with { MaxCharacters = 100_000, MaxItems = 10_000 }) is EvaluationResult.Failed failed)
                    {
                        InText(text, [failed.Error]);
                    }
                }

                ExpressionCompletion.At(text, 0, random.Next(text.Length + 1), types);
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}, round {i}, text {text}: {e}");
            }
        }
    }

    [Fact]
    public void Mutated_templates_never_throw_and_every_refusal_has_a_place()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        const string Text = "Run ${{ name }}:\n${{~ for g in groups ~}}\n- ${{ g.name }} ${{ if g.ok }}ok${{ else if g.late }}late${{ else }}failed${{ end }}\n${{ end ~}}\n$${{ done }}";
        var scope = Expr.Json("""{ "name": "r", "groups": [{ "name": "a", "ok": true, "late": false }] }""");
        for (var i = 0; i < Rounds / 4; i++)
        {
            var text = Mutate(Text, random);
            try
            {
                foreach (var template in new[] { TemplateParser.Parse(text), TemplateParser.ParseText(text) })
                {
                    InText(text, template.Diagnostics);
                    InText(text, TemplateChecker.Check(template, TypeScope.Anything).Diagnostics);
                    if (template.IsValid)
                    {
                        TemplateRenderer.Render(template, scope);
                    }
                }
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}, round {i}, text {text}: {e}");
            }
        }
    }

    private static void InText(string text, IEnumerable<ExpressionDiagnostic> diagnostics)
    {
        foreach (var d in diagnostics)
        {
            Assert.True(d.Offset >= 0 && d.Length >= 0 && d.Offset + d.Length <= text.Length && d.Message.Length > 0, $"{d} in a text of {text.Length}");
        }
    }

    private static string Mutate(string text, Random random)
    {
        for (var changes = random.Next(1, 5); changes > 0; changes--)
        {
            var at = random.Next(text.Length + 1);
            var end = Math.Min(text.Length, at + random.Next(4));
            text = random.Next(4) switch
            {
                0 => text.Remove(at, end - at),
                1 => text.Insert(at, Bits[random.Next(Bits.Length)]),
                2 => text.Insert(at, text[at..end]),
                _ => text.Remove(at, end - at).Insert(at, Bits[random.Next(Bits.Length)]),
            };
        }

        return text;
    }
}
