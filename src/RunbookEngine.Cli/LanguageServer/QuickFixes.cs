using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Cli.LanguageServer;

/// <summary>Puts in place of a word the one that was probably meant.</summary>
internal static partial class QuickFixes
{
    /// <param name="from">Where the editor asks, as offsets.</param>
    public static JsonArray Of(OpenDocument document, IEnumerable<Diagnostic> found, int from, int to) =>
        new([.. found.Select(d => Of(document, d, from, to)).OfType<JsonNode>()]);

    private static JsonObject? Of(OpenDocument document, Diagnostic diagnostic, int from, int to)
    {
        var map = document.Analysis.Map;
        var (start, end) = map.Offsets(diagnostic.At);
        if (end < from || start > to || Meant().Match(diagnostic.Help ?? "") is not { Success: true } meant || Place(document.Text, start, end, diagnostic.Message) is not { } place)
            return null;
        return new JsonObject
        {
            ["title"] = $"Write {meant.Groups[1].Value}",
            ["kind"] = "quickfix",
            ["isPreferred"] = true,
            ["diagnostics"] = new JsonArray(LspJson.Of(diagnostic, map)),
            ["edit"] = new JsonObject
            {
                ["changes"] = new JsonObject
                {
                    [document.Uri] = new JsonArray(new JsonObject { ["range"] = LspJson.Range(map, place.Start, place.End), ["newText"] = meant.Groups[1].Value }),
                },
            },
        };
    }

    /// <summary>Where the wrong word stands: what the message names, once inside the place of the finding; else the whole place when it is one word.</summary>
    private static (int Start, int End)? Place(string text, int start, int end, string message)
    {
        var marked = text[start..end];
        foreach (Match named in Named().Matches(message))
        {
            var word = named.Groups[1].Value;
            var at = marked.IndexOf(word, StringComparison.Ordinal);
            if (word.Length > 0 && at >= 0 && marked.IndexOf(word, at + 1, StringComparison.Ordinal) < 0)
                return (start + at, start + at + word.Length);
        }

        return Word().IsMatch(marked) ? (start, end) : null;
    }

    [GeneratedRegex("did you mean `([^`]+)`\\?")]
    private static partial Regex Meant();

    [GeneratedRegex("[`']([^`']+)[`']")]
    private static partial Regex Named();

    [GeneratedRegex("^[A-Za-z0-9_.-]+$")]
    private static partial Regex Word();
}
