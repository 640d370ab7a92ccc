using RunbookEngine.Language.Compilation;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Environments;
using RunbookEngine.Import.Cci;
using RunbookEngine.Import.Report;
using RunbookEngine.Import.Tests.Support;

namespace RunbookEngine.Import.Tests.Cci;

/// <summary>The scripts that import is tested with, and what must hold for every import.</summary>
internal static class ImportSamples
{
    public static string Folder => Repository.Samples;

    public static IReadOnlyList<string> Scripts { get; } = [.. Repository.Files(Folder, "*.sh")];

    /// <summary>The HORCM files beside a script: its own (<c>14-*.conf</c>), else those of the two instances.</summary>
    public static IReadOnlyList<ImportText> HorcmFor(string script)
    {
        var own = Repository.Files(Folder, $"{Path.GetFileName(script)[..2]}-*.conf").ToList();
        return [.. (own.Count > 0 ? own : Repository.Files(Folder, "horcm*.conf")).Select(f => new ImportText(Path.GetFileName(f), File.ReadAllText(f)))];
    }

    public static ImportResult Import(string script) => Import(Path.GetFileName(script), File.ReadAllText(script), HorcmFor(script));

    public static ImportResult Import(string name, string text, IEnumerable<ImportText>? horcm = null) =>
        CciImporter.Import(new ImportRequest(new ImportText(name, text)) { HorcmFiles = [.. horcm ?? HorcmFor("xx")] });

    /// <summary>Compiles a runbook against the environment that came with it.</summary>
    public static CompileResult AssertCompiles(ImportResult result, string context)
    {
        var environment = EnvironmentLoader.Load(new SourceFile("imported.environment.yaml", result.Environment));
        Assert.True(environment.Model is not null, $"{context}\n{DiagnosticText.Write(environment.Diagnostics, _ => result.Environment)}\n{result.Environment}");
        var compiled = RunbookCompiler.Compile(new SourceFile("imported.yaml", result.Runbook), environment.Model, new CompileOptions { RequireInputs = false });
        // A hole is an error on purpose, and nothing else may be one; every hole is told.
        Assert.True(compiled.Diagnostics.All(d => d.Severity != Severity.Error || d.Code == Codes.Unresolved), $"{context}\n{DiagnosticText.Write(compiled.Diagnostics, compiled.TextOf)}\n{result.Runbook}");
        Assert.Equal(result.Open.Any(o => o.Kind == RemarkKind.Hole), compiled.Diagnostics.Any(d => d.Code == Codes.Unresolved));
        return compiled;
    }

    /// <summary>Every line that is not blank stands in the runbook, with a step or with a reason.</summary>
    public static void AssertEveryLineIsAccountedFor(ImportResult result, string text, string context)
    {
        var lines = text.Replace("\r\n", "\n").Replace('\r', '\n').Split('\n');
        var written = lines.Select((l, i) => (Line: l, Number: i + 1)).Where(l => l.Line.Trim().Length > 0).Select(l => l.Number).ToList();
        Assert.Equal(written, result.Lines.Select(l => l.Number));
        foreach (var number in written)
            Assert.True(result.Runbook.Contains($"# {number,4} | ", StringComparison.Ordinal), $"{context}: line {number} is not in the runbook: {lines[number - 1]}\n{result.Runbook}");
        foreach (var line in result.Lines.Where(l => l.Fate == LineFate.Step))
            Assert.True(result.Runbook.Contains($"- id: {line.Step}\n", StringComparison.Ordinal), $"{context}: line {line.Number} claims the step {line.Step}, which is not there\n{result.Runbook}");
    }
}
