using System.Text;
using System.Text.Json;

namespace RunbookEngine.Activities.Tickets.Jira;

/// <summary>Between plain text and the Atlassian Document Format, in which version 3 of the API wants comments.</summary>
internal static class AdfText
{
    private const int MaxDepth = 40;

    /// <summary>One paragraph for each block of lines; a line break inside is a <c>hardBreak</c>.</summary>
    public static object Write(string text) => new
    {
        type = "doc",
        version = 1,
        content = text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(block => new
        {
            type = "paragraph",
            content = block.Split('\n').SelectMany((line, i) => Line(line, i)).ToArray(),
        }).ToArray(),
    };

    /// <summary>The text of a document, or a plain text as it is.</summary>
    public static string Read(JsonElement body)
    {
        var text = new StringBuilder();
        Collect(body, text, 0);
        return text.ToString();
    }

    /// <summary>A text node must not be empty.</summary>
    private static IEnumerable<object> Line(string line, int index)
    {
        if (index > 0)
        {
            yield return new { type = "hardBreak" };
        }
        if (line.Length > 0)
        {
            yield return new { type = "text", text = line };
        }
    }

    private static void Collect(JsonElement node, StringBuilder text, int depth)
    {
        if (node.ValueKind == JsonValueKind.String)
        {
            text.Append(node.GetString());
        }
        if (node.ValueKind != JsonValueKind.Object || depth > MaxDepth)
        {
            return;
        }
        if (node.TryGetProperty("text", out var own) && own.ValueKind == JsonValueKind.String)
        {
            text.Append(own.GetString());
        }
        if (node.TryGetProperty("content", out var inner) && inner.ValueKind == JsonValueKind.Array)
        {
            foreach (var child in inner.EnumerateArray())
            {
                Collect(child, text, depth + 1);
            }
        }
        if (node.TryGetProperty("type", out var type) && type.ValueEquals("paragraph"))
        {
            text.Append('\n');
        }
    }
}
