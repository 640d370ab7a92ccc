using RunbookEngine.Language.Editing;

namespace RunbookEngine.Cli.LanguageServer;

/// <summary>A document as an editor shows it.</summary>
/// <param name="Uri">As the editor spells it; answers use the same.</param>
/// <param name="Path">The name the compiler knows it by.</param>
/// <param name="Version">As the editor counts; null when it does not.</param>
/// <param name="Analysis">Worked out when something is asked.</param>
/// <param name="Earlier">The last version that could be read.</param>
internal sealed record OpenDocument(string Uri, string Path, int? Version, EditorDocument Analysis, EditorDocument? Earlier)
{
    public string Text => Analysis.File.Text;

    /// <summary>Its diagnostics are not the published ones.</summary>
    public bool IsDirty { get; init; } = true;
}
