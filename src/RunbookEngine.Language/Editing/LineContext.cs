using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace RunbookEngine.Language.Editing;

/// <summary>Where in a runbook something is being typed, told from the text before it, so that unfinished YAML does not matter.</summary>
/// <param name="Path">Keys from the root to the map or list around the cursor; a list item is <see cref="SchemaGuide.Item"/>.</param>
/// <param name="Key">The key whose value is being typed; null where a key is.</param>
/// <param name="Word">Where the word being typed starts.</param>
/// <param name="Value">Where the value being typed starts; only with a <paramref name="Key"/>.</param>
/// <param name="Expression">Where the open <c>${{</c> ends; null outside of expressions.</param>
internal sealed partial record LineContext(ImmutableArray<string> Path, string? Key, int Word, int Value, int? Expression)
{
    /// <summary>Lines looked at above the cursor.</summary>
    private const int MaxLines = 20_000;

    public static LineContext At(string text, int cursor)
    {
        var start = text.LastIndexOf('\n', Math.Max(0, cursor - 1), Math.Max(0, cursor)) + 1;
        if (cursor == 0)
            start = 0;
        var line = text[start..cursor];
        var head = Head().Match(line);
        var path = new Stack<string>();
        var column = head.Groups["key"].Success ? head.Groups["key"].Index : line.Length - line.TrimStart(' ', '-').Length;
        var dashes = Dashes(line, column);
        foreach (var _ in dashes)
            path.Push(SchemaGuide.Item);
        Climb(text, start, dashes.Count > 0 ? dashes[0] : column, dashes.Count > 0, path);

        var full = path.ToImmutableArray().ToBuilder();
        string? key = null;
        var value = cursor;
        if (head.Groups["key"].Success)
        {
            (key, value) = Flow(text, start + head.Length, cursor, full, head.Groups["key"].Value);
        }

        var word = cursor;
        while (word > start && (char.IsLetterOrDigit(text[word - 1]) || text[word - 1] is '_' or '-' or '.' or '/' or '*'))
            word--;
        var open = line.LastIndexOf("${{", StringComparison.Ordinal);
        var inside = open >= 0 && line.IndexOf("}}", open, StringComparison.Ordinal) < 0;
        return new LineContext(full.ToImmutable(), key, word, value, inside ? start + open + 3 : null);
    }

    private static void Climb(string text, int start, int column, bool inList, Stack<string> path)
    {
        var end = start - 1;
        for (var count = 0; end >= 0 && count < MaxLines; count++)
        {
            var begin = end == 0 ? 0 : text.LastIndexOf('\n', end - 1) + 1;
            var line = text[begin..end];
            end = begin - 1;
            var head = Head().Match(line);
            if (!head.Groups["key"].Success || line.TrimStart().StartsWith('#'))
                continue;
            var (key, at) = (head.Groups["key"].Value, head.Groups["key"].Index);
            var dashes = Dashes(line, at);
            if (at < column || inList && at <= column && dashes.Count == 0)
                path.Push(key);
            else if (at != column || inList || dashes.Count == 0)
                continue;
            column = at;
            inList = false;
            for (var i = dashes.Count - 1; i >= 0; i--)
            {
                path.Push(SchemaGuide.Item);
                (column, inList) = (dashes[i], true);
            }

            if (column == 0 && !inList)
                return;
        }
    }

    // Into the braces and brackets of the value.
    private static (string? Key, int Value) Flow(string text, int from, int cursor, ImmutableArray<string>.Builder path, string key)
    {
        var levels = new Stack<(bool Map, int Depth)>();
        string? current = key;
        var value = from;
        for (var at = from; at < cursor; at++)
        {
            var c = text[at];
            if (c is '"' or '\'' && (at == value || char.IsWhiteSpace(text[at - 1]) || text[at - 1] is '[' or '{' or ','))
            {
                var close = text.IndexOf(c, at + 1, cursor - at - 1);
                if (close < 0)
                    break;
                at = close;
            }
            else if (c is '{' or '[' && !(c == '{' && at > from && text[at - 1] is '$' or '{'))
            {
                levels.Push((c == '{', path.Count));
                path.Add(current ?? SchemaGuide.Item);
                current = c == '{' ? null : SchemaGuide.Item;
                value = at + 1;
            }
            else if (c is '}' or ']' && levels.Count > 0)
            {
                var (_, depth) = levels.Pop();
                current = path[depth];
                path.Count = depth;
            }
            else if (c == ',' && levels.Count > 0)
            {
                current = levels.Peek().Map ? null : SchemaGuide.Item;
                value = at + 1;
            }
            else if (c == ':' && levels.Count > 0 && levels.Peek().Map && current is null)
            {
                current = text[value..at].Trim();
                value = at + 1;
            }
        }

        while (value < cursor && text[value] == ' ')
            value++;
        return (current, value);
    }

    private static List<int> Dashes(string line, int before)
    {
        var found = new List<int>();
        for (var i = 0; i < Math.Min(before, line.Length); i++)
        {
            if (line[i] == '-')
                found.Add(i);
        }

        return found;
    }

    [GeneratedRegex(@"^[ ]*(?:-[ ]+)*(?<key>[A-Za-z_][\w.-]*)[ ]*:(?:[ ]+|$)")]
    private static partial Regex Head();
}
