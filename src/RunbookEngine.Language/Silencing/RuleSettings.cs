using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Expressions;
using RunbookEngine.Language.Rules;
using RunbookEngine.Language.Shape;

namespace RunbookEngine.Language.Silencing;

/// <summary>A house's own severities: the file <c>runbook.rules.yaml</c> beside a runbook, or in the nearest folder above it.</summary>
/// <param name="Severities">By code; null for off.</param>
internal sealed record RuleSettings(SourceFile File, IReadOnlyDictionary<string, Severity?> Severities)
{
    public const string FileName = "runbook.rules.yaml";

    /// <summary>Folders looked into, the runbook's own included.</summary>
    private const int Highest = 32;

    /// <summary>The settings that hold for a runbook; null when there are none.</summary>
    public static SourceFile? FindFile(SourceFile runbook)
    {
        var folder = new DirectoryInfo(runbook.Folder);
        for (var i = 0; i < Highest && folder is not null; i++, folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, FileName);
            if (System.IO.File.Exists(path))
                return SourceFile.Read(Path.IsPathRooted(runbook.Name) ? path : Path.GetRelativePath(Environment.CurrentDirectory, path));
        }

        return null;
    }

    public static RuleSettings Read(SourceFile file, List<Diagnostic> found)
    {
        var (root, read) = DocumentLoader.Load(file);
        found.AddRange(read);
        if (root is null)
            return new RuleSettings(file, new Dictionary<string, Severity?>());
        found.AddRange(SchemaCheck.Check(root, Schemas.Rules.Root));
        var severities = new Dictionary<string, Severity?>(StringComparer.Ordinal);
        foreach (var (code, wanted) in Nodes.Entries((root as MapNode)?["severity"]))
        {
            var severity = wanted.Text switch { "error" => Severity.Error, "warning" => Severity.Warning, _ => (Severity?)null };
            if (RuleCatalog.Find(code.Raw) is not { } rule)
                found.Add(Diagnostic.Error(Codes.CannotSilence, code.At, $"there is no rule {code.Raw}", Suggestion.For(code.Raw, RuleCatalog.All.Select(r => r.Code))));
            else if (!rule.CanBeSilenced && severity != Severity.Error)
                found.Add(Diagnostic.Error(Codes.CannotSilence, code.At, $"{code.Raw} cannot be less than an error: {rule.Title}", "remove the line"));
            else if (wanted.Text is "error" or "warning" or "off")
                severities[code.Raw] = severity;
        }

        return new RuleSettings(file, severities);
    }
}
