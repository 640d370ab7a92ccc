using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookEngine.Language.Expressions;

namespace RunbookEngine.Language.Tests.Expressions;

/// <summary>A row of the table: an expression with what it gives, a kind and a value or the code of its refusal.</summary>
/// <param name="Before">What it gave in version 1 of the language; null when that is the same.</param>
internal sealed record TableRow(string Expression, string Result, string? Before);

/// <summary>Expressions of every kind with their results, as <c>["expression", "result"]</c> on a line each of table.txt.</summary>
internal static class ExpressionTable
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The names that the expressions of the table read.</summary>
    public static Scope Names { get; } = new(
        new Dictionary<string, Value> { ["secrets"] = Value.Of(ValueObject.Of([new("token", Value.Secret("s3cr3t-t0ken"))])) },
        Expr.Json("""
        { "name": "erp", "n": 5, "x": "3", "none": null, "flag": true, "app": "erp", "note": null,
          "list": [1, 2, 3], "groups": [{ "name": "b", "pairs": 2 }, { "name": "a", "pairs": 1 }],
          "product": { "type": "fruit", "title": "Orange" },
          "inputs": { "app": "erp", "maxLag": 5, "note": null, "none": null, "dry": false, "list": [1] }, "run": { "name": "nightly" },
          "steps": { "split": { "status": "succeeded", "outputs": { "count": 2 } }, "split-done": { "status": "skipped", "outputs": null } } }
        """));

    public static IReadOnlyList<TableRow> Rows { get; } = [.. File.ReadLines(FilePath())
        .Where(line => line.StartsWith('['))
        .Select(line => JsonNode.Parse(line)!.AsArray())
        .Select(row => new TableRow($"{row[0]}", $"{row[1]}", row.Count > 2 ? $"{row[2]}" : null))];

    /// <summary>What an expression gives: kind and text of its value, the JSON beside it where the text hides a type, or the code of its refusal.</summary>
    public static string ResultOf(string expression)
    {
        var parsed = ExpressionParser.Parse(expression);
        if (!parsed.IsValid)
        {
            return "refused " + parsed.Diagnostics.First(d => d.IsError).Code;
        }

        if (Evaluator.Evaluate(parsed, Names) is EvaluationResult.Failed failed)
        {
            return "fails " + failed.Error.Code;
        }

        var value = ((EvaluationResult.Succeeded)Evaluator.Evaluate(parsed, Names)).Value;
        var text = value.ToText();
        var json = value.Kind is ValueKind.Date or ValueKind.List or ValueKind.Object ? " = " + (value.ToJson()?.ToJsonString(Plain) ?? "null") : "";
        return $"{value.Kind.ToString().ToLowerInvariant()} {(text.Length <= 200 ? text : $"{text[..200]}… ({text.Length})")}{(json.Length <= 200 ? json : "")}";
    }

    private static string FilePath()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "RunbookEngine.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, "tests", "RunbookEngine.Language.Tests", "Expressions", "table.txt");
    }
}
