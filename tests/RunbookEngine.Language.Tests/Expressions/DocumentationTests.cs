using System.Text;
using System.Text.RegularExpressions;
using RunbookEngine.Language.Expressions;
using RunbookEngine.Language.Templates;
using Xunit;

namespace RunbookEngine.Language.Tests.Expressions;

public partial class DocumentationTests
{
    private const string Marker = "<!-- From here to the end of the file: generated";

    private static readonly string Path = System.IO.Path.Combine(Root(), "docs", "expressions.md");

    private static readonly Scope Data = Expr.Json("""
        { "inputs": { "app": "erp", "maxLag": 5, "note": null }, "run": { "name": "nightly" },
          "groups": [{ "name": "erp-ur-02", "pairs": 4 }, { "name": "erp-ur-01", "pairs": 2 }],
          "steps": { "split": { "status": "succeeded", "outputs": { "count": 2 } } } }
        """);

    [Fact]
    public void Every_example_in_a_table_gives_what_stands_beside_it()
    {
        var rows = Row().Matches(Prose());
        Assert.InRange(rows.Count, 30, 200);
        Assert.All(rows, row =>
        {
            var expression = row.Groups[1].Value.Replace("\\|", "|", StringComparison.Ordinal);
            Assert.Equal($"{expression} → {row.Groups[2].Value}", $"{expression} → {Expr.Value(expression, Data).ToText()}");
        });
    }

    [Fact]
    public void The_text_with_blocks_renders()
    {
        var text = Block().Match(Prose()).Groups[1].Value;
        Assert.True(TemplateRenderer.Render(TemplateParser.ParseText(text), Data).TryGet(out var value));
        Assert.Equal("nightly ended.  1. erp-ur-02 (large)  2. erp-ur-01 (small)\n", value.ToText().Replace("\n  ", "  ", StringComparison.Ordinal));
    }

    [Fact]
    public void The_operators_stand_in_the_order_of_their_strength()
    {
        var lines = Prose().Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToList();
        var strengths = Operators.Binary.Select(o =>
            (o.Precedence, Line: lines.FindIndex(line => line.Replace("\\|", "|", StringComparison.Ordinal).Split(" | ")[0].Contains($"`{o.Text}`", StringComparison.Ordinal) && !line.EndsWith("` |", StringComparison.Ordinal))));
        Assert.Equal(strengths.OrderBy(s => s.Line).Select(s => s.Precedence), strengths.Select(s => s.Precedence).Order());
    }

    [Fact]
    public void The_list_of_functions_is_that_of_the_catalogue()
    {
        var text = File.ReadAllText(Path);
        var start = text.IndexOf('\n', text.IndexOf(Marker, StringComparison.Ordinal)) + 1;
        var expected = Functions();
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(Path, text[..start] + expected);
            return;
        }

        Assert.Equal(expected, text[start..]);
    }

    private static string Functions()
    {
        var text = new StringBuilder();
        foreach (var space in FunctionCatalogue.All.GroupBy(f => f.Name[..f.Name.IndexOf('.')]))
        {
            text.Append($"\n## {space.Key}\n\n| Function | Gives | What it does | Example |\n| --- | --- | --- | --- |\n");
            foreach (var f in space)
            {
                var optional = string.Join(", ", f.Parameters.Where(p => p.IsOptional).Select(p => $"{p.Name} = {p.DefaultText}"));
                var summary = f.Summary + (optional.Length > 0 ? $" Without it: {optional}." : "");
                text.Append($"| {Code(f.Signature)} | {f.Returns} | {Cell(summary)} | {string.Join("<br>", f.Examples.Select(e => $"{Code(e.Expression)} → {Code(Short(e.Result))}"))} |\n");
            }
        }

        return text.ToString();
    }

    private static string Short(string result) => result.Length <= 40 ? result : result[..16] + "…";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private static string Code(string text)
    {
        var fence = text.Contains('`', StringComparison.Ordinal) ? "``` " : "`";
        return text.Length == 0 ? "" : $"{fence}{Cell(text)}{new string([.. fence.Reverse()])}";
    }

    private static string Prose()
    {
        var text = File.ReadAllText(Path);
        return text[..text.IndexOf(Marker, StringComparison.Ordinal)];
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder!.FullName, "RunbookEngine.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"^\| (?:``` |`)(.+?)(?: ```|`) \| `(.*)` \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("```\n(\\$.+?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
