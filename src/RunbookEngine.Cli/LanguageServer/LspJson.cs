using System.Text.Json.Nodes;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Editing;

namespace RunbookEngine.Cli.LanguageServer;

/// <summary>Our findings in the words of the protocol.</summary>
internal static class LspJson
{
    /// <summary>Items of one completion list; an editor asks again as more is typed.</summary>
    private const int MaxItems = 500;

    public static JsonObject Range(TextMap map, int start, int end) => new() { ["start"] = Position(map, start), ["end"] = Position(map, end) };

    public static JsonObject Of(Diagnostic diagnostic, TextMap map)
    {
        var (start, end) = map.Offsets(diagnostic.At);
        return new JsonObject
        {
            ["range"] = Range(map, start, end),
            ["severity"] = diagnostic.IsError ? 1 : 2,
            ["code"] = diagnostic.Code,
            ["source"] = "runbook",
            ["message"] = diagnostic.Help is { } help ? $"{diagnostic.Message}\n{help}" : diagnostic.Message,
        };
    }

    public static JsonObject Of(EditorHover hover, TextMap map) => new()
    {
        ["contents"] = new JsonObject { ["kind"] = "markdown", ["value"] = hover.Markdown },
        ["range"] = Range(map, hover.Range.Start, hover.Range.End),
    };

    public static JsonObject Of(IReadOnlyList<EditorCompletion> items, TextMap map) => new()
    {
        ["isIncomplete"] = items.Count > MaxItems,
        ["items"] = new JsonArray([.. items.Take(MaxItems).Select(i => new JsonObject
        {
            ["label"] = i.Label,
            ["kind"] = i.Kind switch
            {
                EditorItemKind.Function => 3, EditorItemKind.Variable => 6, EditorItemKind.Target => 9, EditorItemKind.Key => 10, EditorItemKind.Value => 12, EditorItemKind.Verb => 14, _ => 18,
            },
            ["detail"] = i.Detail,
            ["documentation"] = i.Documentation is { } text ? new JsonObject { ["kind"] = "markdown", ["value"] = text } : null,
            ["textEdit"] = new JsonObject { ["range"] = Range(map, i.Range.Start, i.Range.End), ["newText"] = i.Insert },
        })]),
    };

    public static JsonObject Of(EditorSymbol symbol, TextMap map) => new()
    {
        ["name"] = symbol.Name,
        ["detail"] = symbol.Detail,
        ["kind"] = symbol.Kind switch { EditorSymbolKind.Section => 3, EditorSymbolKind.Input => 13, EditorSymbolKind.Target => 19, EditorSymbolKind.Branch => 10, _ => 12 },
        ["range"] = Range(map, symbol.Range.Start, symbol.Range.End),
        ["selectionRange"] = Range(map, symbol.NameRange.Start, symbol.NameRange.End),
        ["children"] = new JsonArray([.. symbol.Children.Select(c => Of(c, map))]),
    };

    private static JsonObject Position(TextMap map, int offset)
    {
        var (line, character) = map.Position(offset);
        return new JsonObject { ["line"] = line, ["character"] = character };
    }
}
