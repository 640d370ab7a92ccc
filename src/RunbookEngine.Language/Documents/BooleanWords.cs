using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Language.Documents;

/// <summary>Warns of unquoted yes, no, on and off as values: texts here, booleans to older YAML readers and to many people.</summary>
internal static class BooleanWords
{
    public static IEnumerable<Diagnostic> Check(DocumentNode root) => Nodes.Walk(root)
        .OfType<ScalarNode>()
        .Where(scalar => scalar.IsPlain && ScalarValue.IsOldBoolean(scalar.Raw))
        .Select(scalar => Diagnostic.Warning(Codes.BooleanWord, scalar.At,
            $"`{scalar.Raw}` without quotes is the text \"{scalar.Raw}\", not a boolean", $"write true or false, or \"{scalar.Raw}\" in quotes"))
        .Take(DocumentLimits.Findings);
}
