using RunbookEngine.Language.Compilation;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Environments;
using RunbookEngine.Plans;

namespace RunbookEngine.Language.Tests.Support;

/// <summary>Short ways to compile in tests.</summary>
internal static class Compiled
{
    public static EnvironmentModel Environment { get; } = LoadEnvironment();

    /// <summary>Compiles a text called test.yaml; relative names start from the samples.</summary>
    public static CompileResult Of(string text, CompileOptions? options = null, EnvironmentModel? environment = null) =>
        RunbookCompiler.Compile(new SourceFile("test.yaml", text), environment ?? Environment, options ?? new CompileOptions());

    /// <summary>The plan of a text without errors.</summary>
    public static Plan Plan(string text, CompileOptions? options = null)
    {
        var result = Of(text, options);
        Assert.True(result.Plan is not null, Shown(result));
        return result.Plan;
    }

    /// <summary>A runbook around some steps, each line indented as if at the left margin.</summary>
    public static string Around(string steps, string more = "") => $"""
        runbook: v1
        name: test
        targets:
          mirrors: {"{"} technology: universal-replicator, array: tokyo, copyGroups: ["erp-ur-*"] {"}"}
          logs: {"{"} technology: truecopy, array: tokyo, copyGroups: ["erp-tc-*"] {"}"}
          copies: {"{"} technology: shadow-image, array: osaka, copyGroups: [erp-si-01] {"}"}
        {more}
        steps:
          - id: look
            pair.assert: {"{"} on: mirrors, status: PAIR {"}"}
          - id: look-logs
            pair.assert: {"{"} on: logs, status: PAIR {"}"}
          - id: look-copies
            pair.assert: {"{"} on: copies, status: PAIR {"}"}
        {string.Join('\n', steps.Split('\n').Select(l => "  " + l))}
        """;

    public static string Shown(CompileResult result) => DiagnosticText.Write(result.Diagnostics, result.TextOf);

    private static EnvironmentModel LoadEnvironment()
    {
        var loaded = EnvironmentLoader.Load(Path.Combine(Repository.Samples, "environment.yaml"));
        Assert.True(loaded.Model is not null, DiagnosticText.Write(loaded.Diagnostics, _ => loaded.File.Text));
        return loaded.Model;
    }
}
