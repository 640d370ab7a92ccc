using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Silencing;

namespace RunbookEngine.Language.Compilation;

/// <summary>What a compilation is told beside the runbook and its environment.</summary>
public sealed record CompileOptions
{
    /// <summary>Input values as texts, by name.</summary>
    public IReadOnlyDictionary<string, string> Inputs { get; init; } = new Dictionary<string, string>();

    /// <summary>Run mode (<c>test</c>, <c>planned</c>, <c>disaster</c>, <c>failback</c>) or null.</summary>
    public string? Mode { get; init; }

    /// <summary>Who starts the run; null when nobody is about to. Approvals are checked against it.</summary>
    public string? Actor { get; init; }

    /// <summary>An input without a value is an error (default); false only checks what can be checked, and gives no plan then.</summary>
    public bool RequireInputs { get; init; } = true;

    /// <summary>Finds the rule settings that hold for a runbook, null for none; default <c>runbook.rules.yaml</c> beside it or above.</summary>
    public Func<SourceFile, SourceFile?> FindRuleSettings { get; init; } = RuleSettings.FindFile;

    /// <summary>Reads a called runbook by its absolute path; default from disk.</summary>
    public Func<string, SourceFile> ReadFile { get; init; } = SourceFile.Read;
}
