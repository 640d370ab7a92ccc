using System.Collections.Immutable;
using System.Text.RegularExpressions;
using RunbookEngine.Language.Targets;
using RunbookEngine.Language.Verbs;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Editing;

/// <summary>The technology that a pair verb's arguments are for, told from the text around the cursor, so that unfinished YAML does not matter.</summary>
internal static partial class EditorTechnology
{
    /// <returns>Null outside of a pair verb's arguments, and where <c>on</c> does not say.</returns>
    public static Technology? At(string text, int offset, ImmutableArray<string> path, EditorModel? model)
    {
        if (model is null || path is not [.., SchemaGuide.Item or "rollback", var verb] || VerbCatalog.Find(verb) is null || !verb.StartsWith("pair.", StringComparison.Ordinal))
            return null;
        var targets = model.Runbook.Targets.ToList();
        var on = On(text, offset, verb);
        var named = on is null || on.Contains("${{", StringComparison.Ordinal) ? targets
            : [.. targets.Where(t => t.Name.Value == on || t.CopyGroups.Any(g => g.Raw == on.Split('/')[0] || (Glob.IsPattern(g.Raw) && Glob.Matches(g.Raw, on.Split('/')[0]))))];
        var found = named.Select(t => t.Technology?.Value).Distinct().ToList();
        return found is [{ } one] ? one : null;
    }

    /// <summary>The value of <c>on</c> among the arguments around the cursor.</summary>
    private static string? On(string text, int offset, string verb)
    {
        var begin = text.LastIndexOf(verb + ":", Math.Max(0, offset - 1), StringComparison.Ordinal);
        if (begin < 0)
            return null;
        var column = begin - (text.LastIndexOf('\n', begin) + 1);
        var end = text.IndexOf('\n', begin);
        // Deeper lines belong to the verb.
        while (end >= 0 && end + 1 < text.Length && (text[end + 1] is '\n' or '\r' || Indent(text, end + 1) > column))
            end = text.IndexOf('\n', end + 1);
        var found = Argument().Match(text, begin, (end < 0 ? text.Length : end) - begin);
        return found.Success ? found.Groups[1].Value.Trim('"', '\'') : null;
    }

    private static int Indent(string text, int at)
    {
        var start = at;
        while (at < text.Length && text[at] == ' ')
            at++;
        return at - start;
    }

    [GeneratedRegex("[{,\\s]on:[ ]*(\"[^\"\\n]*\"|'[^'\\n]*'|[^\\s,}]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Argument();
}
