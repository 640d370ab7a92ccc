using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookEngine.Language.Rules;
using RunbookEngine.Sinks;

namespace RunbookEngine.Language.Diagnostics;

/// <summary>Writes diagnostics for programs; the names are a contract of the command line.</summary>
public static class DiagnosticJson
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary><c>{ "diagnostics": [ … ] }</c>.</summary>
    public static string Write(IEnumerable<Diagnostic> diagnostics) => SinkText.Json(ToNode(diagnostics).ToJsonString(Indented));

    public static JsonObject ToNode(IEnumerable<Diagnostic> diagnostics) =>
        new() { ["diagnostics"] = new JsonArray([.. diagnostics.Select(One)]) };

    /// <summary>SARIF 2.1.0, as code scanners read it.</summary>
    /// <param name="version">Version of the program, for the record.</param>
    public static string WriteSarif(IReadOnlyList<Diagnostic> diagnostics, string version)
    {
        var rules = diagnostics.Select(d => d.Code).Distinct().Order(StringComparer.Ordinal).Select(Rule);
        var run = new JsonObject
        {
            ["tool"] = new JsonObject
            {
                ["driver"] = new JsonObject { ["name"] = "runbook", ["version"] = version, ["rules"] = new JsonArray([.. rules]) },
            },
            ["columnKind"] = "utf16CodeUnits",
            ["results"] = new JsonArray([.. diagnostics.Select(Result)]),
        };
        return SinkText.Json(new JsonObject
        {
            ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new JsonArray(run),
        }.ToJsonString(Indented));
    }

    private static JsonNode Rule(string code) => RuleCatalog.Find(code) is not { } rule ? new JsonObject { ["id"] = code } : new JsonObject
    {
        ["id"] = code,
        ["shortDescription"] = new JsonObject { ["text"] = rule.Title },
        ["help"] = new JsonObject { ["text"] = $"runbook explain {code}", ["markdown"] = RulePages.Find(code) },
    };

    private static JsonNode One(Diagnostic d) => new JsonObject
    {
        ["code"] = d.Code,
        ["severity"] = Word(d.Severity),
        ["file"] = d.At.File,
        ["line"] = d.At.Line,
        ["column"] = d.At.Column,
        ["endLine"] = d.At.EndLine,
        ["endColumn"] = d.At.EndColumn,
        ["message"] = d.Message,
        ["help"] = d.Help,
    };

    private static JsonNode Result(Diagnostic d) => new JsonObject
    {
        ["ruleId"] = d.Code,
        ["level"] = Word(d.Severity),
        ["message"] = new JsonObject { ["text"] = d.Help is null ? d.Message : $"{d.Message}. {d.Help}" },
        ["locations"] = new JsonArray(new JsonObject
        {
            ["physicalLocation"] = new JsonObject
            {
                ["artifactLocation"] = new JsonObject { ["uri"] = d.At.File.Replace('\\', '/') },
                ["region"] = new JsonObject
                {
                    ["startLine"] = d.At.Line,
                    ["startColumn"] = d.At.Column,
                    ["endLine"] = d.At.EndLine,
                    ["endColumn"] = d.At.EndColumn,
                },
            },
        }),
    };

    private static string Word(Severity severity) => severity == Severity.Error ? "error" : "warning";
}
