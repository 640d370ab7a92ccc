using RunbookEngine.Language.Expressions;
using Scriban.Parsing;

namespace RunbookEngine.Language.Templates;

/// <summary>
/// Writes a text as a page of Scriban: <c>${{</c> becomes <c>{{</c>, code goes in as it was prepared, and what plain text has of Scriban's own
/// signs is set aside until the page is parsed.
/// </summary>
internal sealed class TemplatePage
{
    // Characters that no text may hold: they stand for { } and the end mark of Scriban's lexer while a page is parsed.
    private const string SetAside = "{}\0";

    private readonly PreparedText _page = new();
    private readonly string? _standIns;

    public TemplatePage(string text)
    {
        // Of the 32 noncharacters U+FDD0 to U+FDEF those that the text does not have.
        var free = "";
        for (var c = '\uFDD0'; c <= '\uFDEF' && free.Length < SetAside.Length; c++)
        {
            free += text.Contains(c) ? "" : c;
        }

        _standIns = free.Length == SetAside.Length ? free : null;
    }

    /// <summary>False when a text holds so many noncharacters that none is left to stand in.</summary>
    public bool IsPossible => _standIns is not null;

    public PreparedText Prepared => _page;

    public void Plain(string text, int start)
    {
        foreach (var c in text)
        {
            var aside = SetAside.IndexOf(c, StringComparison.Ordinal);
            _page.Put((aside < 0 ? c : _standIns![aside]).ToString(), start);
        }
    }

    public void Code(TemplatePiece piece, string keyword, PreparedText? expression)
    {
        _page.Put("{{" + piece.StripLeft + " " + keyword + " ", piece.Start);
        if (expression is not null)
        {
            _page.Append(expression);
        }

        _page.Put(" " + piece.StripRight + "}}", piece.Start);
    }

    /// <summary>A piece of the page as the author wrote it.</summary>
    public string Restored(string plain)
    {
        for (var i = 0; i < SetAside.Length; i++)
        {
            plain = plain.Replace(_standIns![i], SetAside[i]);
        }

        return plain;
    }
}
