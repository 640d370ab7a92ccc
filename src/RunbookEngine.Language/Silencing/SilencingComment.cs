using System.Text.RegularExpressions;
using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Expressions;
using RunbookEngine.Language.Rules;

namespace RunbookEngine.Language.Silencing;

/// <summary>A comment such as <c># rb:allow RB1509 because …</c>: on the line it is about, or on a line of its own above it.</summary>
/// <param name="At">Where the comment is.</param>
/// <param name="Line">The line it is about.</param>
/// <param name="Codes">The rules it silences there.</param>
internal sealed partial record SilencingComment(SourceSpan At, int Line, IReadOnlyList<string> Codes)
{
    private const string Word = "rb:allow";

    /// <summary>The comments of a file; what is wrong with them goes to <paramref name="found"/>.</summary>
    public static IEnumerable<SilencingComment> Read(SourceFile file, DocumentNode? root, List<Diagnostic> found)
    {
        if (!file.Text.Contains(Word, StringComparison.Ordinal))
            return [];
        var lines = file.Text.Split('\n');
        var texts = root is null ? [] : Scalars(root).Where(s => s.At.EndLine > s.At.Line || s.Raw.Contains(Word, StringComparison.Ordinal)).Select(s => s.At).ToList();
        return [.. lines.Select((line, index) => One(file.Name, lines, index, texts, found)).OfType<SilencingComment>()];
    }

    private static SilencingComment? One(string file, string[] lines, int index, List<SourceSpan> texts, List<Diagnostic> found)
    {
        var line = lines[index].TrimEnd();
        if (Comment().Match(line) is not { Success: true } comment || texts.Any(t => Covers(t, index + 1, comment.Groups["mark"].Index + 1)))
            return null;
        var at = new SourceSpan(file, index + 1, comment.Groups["mark"].Index + 1, index + 1, line.Length + 1);
        if (Allowance().Match(comment.Groups["rest"].Value) is not { Success: true } allowance)
        {
            found.Add(Diagnostic.Error(Diagnostics.Codes.SilenceReason, at, "this silences nothing: it names no rule, or gives no reason",
                "write # rb:allow RB1509 because …"));
            return null;
        }

        var codes = allowance.Groups["code"].Captures.Select(c => c.Value).ToList();
        foreach (var code in codes)
        {
            if (RuleCatalog.Find(code) is not { } rule)
                found.Add(Diagnostic.Error(Diagnostics.Codes.CannotSilence, at, $"there is no rule {code}", Suggestion.For(code, RuleCatalog.All.Select(r => r.Code))));
            else if (!rule.CanBeSilenced)
                found.Add(Diagnostic.Error(Diagnostics.Codes.CannotSilence, at, $"{code} cannot be silenced: {rule.Title}", "mend what it says"));
        }

        return new SilencingComment(at, LineMeant(lines, index, comment.Groups["before"].Value), codes);
    }

    // A comment beside a text is about that line, any other about the next line that is more than a comment.
    private static int LineMeant(string[] lines, int index, string before)
    {
        if (!string.IsNullOrWhiteSpace(before))
            return index + 1;
        var next = index + 1;
        while (next < lines.Length && lines[next].AsSpan().TrimStart() is var text && (text.Length == 0 || text[0] == '#'))
            next++;
        return next + 1;
    }

    private static bool Covers(SourceSpan text, int line, int column) =>
        (text.Line, text.Column).CompareTo((line, column)) <= 0 && (line, column).CompareTo((text.EndLine, text.EndColumn)) < 0;

    private static IEnumerable<ScalarNode> Scalars(DocumentNode root) =>
        Nodes.Walk(root).OfType<ScalarNode>().Concat(Nodes.Walk(root).OfType<MapNode>().SelectMany(m => m.Entries).Select(e => e.Key));

    [GeneratedRegex(@"^(?<before>.*?)(?<=^|\s)(?<mark>#)\s*rb:allow\b(?<rest>.*)$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^\s+(?<code>RB[0-9]{4})(\s*,\s*(?<code>RB[0-9]{4}))*\s+because\s+\S")]
    private static partial Regex Allowance();
}
