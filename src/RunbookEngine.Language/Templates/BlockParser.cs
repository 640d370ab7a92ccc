using RunbookEngine.Language.Expressions;

namespace RunbookEngine.Language.Templates;

/// <summary>Puts pieces together to blocks. A broken block is reported and its content kept, so that later mistakes show too.</summary>
internal sealed class BlockParser(string text, List<TemplatePiece> pieces, bool allowBlocks, List<ExpressionDiagnostic> diagnostics)
{
    private readonly BlockWords _words = new(text);
    private int _next;
    private int _depth;

    public List<TemplateNode> ParseAll()
    {
        var nodes = new List<TemplateNode>();
        while (_next < pieces.Count)
        {
            nodes.AddRange(ParseBody());
            if (_next < pieces.Count)
            {
                var stray = pieces[_next++];
                Report(stray, $"`{_words.Of(stray)}` without a block that it belongs to", "a block starts with `${{ if … }}` or `${{ for x in … }}`");
            }
        }

        return nodes;
    }

    // Up to an else or end that belongs to the caller, or the end of the text.
    private List<TemplateNode> ParseBody()
    {
        var nodes = new List<TemplateNode>();
        while (_next < pieces.Count)
        {
            var piece = pieces[_next];
            var word = piece.Fixed is null ? _words.Of(piece) : "";
            if (word.Length > 0 && !allowBlocks)
            {
                _next++;
                Report(piece, $"`{word}` cannot stand here: blocks are for texts such as `message`", "use `a ? b : c` instead");
                continue;
            }

            if (BlockWords.Inner.Contains(word))
            {
                return nodes;
            }

            _next++;
            if (piece.Fixed is { } plain)
            {
                nodes.Add(new TemplateNode.Fixed(plain));
            }
            else if (BlockWords.Unknown.Contains(word))
            {
                Report(piece, $"`{word}` is not part of this language", "only `if`, `else if`, `else`, `for` and `end` are");
            }
            else if (BlockWords.Opening.Contains(word) && _depth >= ExpressionLimits.Depth)
            {
                Report(piece, $"blocks nest at most {ExpressionLimits.Depth} deep", null, ExpressionCodes.Limit);
                _next = pieces.Count;
            }
            else
            {
                nodes.AddRange(word switch { "if" => ParseIf(piece), "for" => ParseFor(piece), _ => Print(piece) });
            }
        }

        return nodes;
    }

    private IEnumerable<TemplateNode> Print(TemplatePiece piece) =>
        Read(piece.CodeStart, piece.CodeEnd) is { } expression ? [new TemplateNode.Print(expression)] : [];

    private IEnumerable<TemplateNode> ParseIf(TemplatePiece opening)
    {
        _depth++;
        var branches = new List<(Expression, IReadOnlyList<TemplateNode>)>();
        IReadOnlyList<TemplateNode> otherwise = [];
        var condition = Read(_words.After(opening.CodeStart), opening.CodeEnd);
        while (true)
        {
            var body = ParseBody();
            if (condition is not null)
            {
                branches.Add((condition, body));
            }

            if (_next >= pieces.Count)
            {
                NotClosed(opening, "if");
                break;
            }

            var inner = pieces[_next++];
            if (_words.Of(inner) == "end")
            {
                ExpectNothingAfter(inner, _words.After(inner.CodeStart));
                break;
            }

            var afterElse = _words.After(inner.CodeStart);
            if (_words.At(afterElse, inner.CodeEnd) == "if")
            {
                condition = Read(_words.After(_words.SkipBlanks(afterElse, inner.CodeEnd)), inner.CodeEnd);
                continue;
            }

            ExpectNothingAfter(inner, afterElse);
            otherwise = ParseBody();
            CloseAfterElse(opening, "if");
            break;
        }

        _depth--;
        return [new TemplateNode.If(branches, otherwise)];
    }

    private IEnumerable<TemplateNode> ParseFor(TemplatePiece opening)
    {
        _depth++;
        var header = ForHeader.Read(text, _words.After(opening.CodeStart), opening.CodeEnd, Read, diagnostics);
        var body = ParseBody();
        IReadOnlyList<TemplateNode> otherwise = [];
        if (_next < pieces.Count && _words.Of(pieces[_next]) == "else")
        {
            ExpectNothingAfter(pieces[_next], _words.After(pieces[_next].CodeStart));
            _next++;
            otherwise = ParseBody();
        }

        CloseAfterElse(opening, "for");
        _depth--;
        return header is null ? [] : [new TemplateNode.For(header.Variable, header.Items, header.Offset, header.Limit, header.IsReversed, body, otherwise)];
    }

    private void CloseAfterElse(TemplatePiece opening, string word)
    {
        if (_next >= pieces.Count)
        {
            NotClosed(opening, word);
            return;
        }

        var piece = pieces[_next++];
        if (_words.Of(piece) != "end")
        {
            Report(piece, "after `else` comes `end`", "a further condition is written `else if` before the `else`");
            return;
        }

        ExpectNothingAfter(piece, _words.After(piece.CodeStart));
    }

    private Expression? Read(int start, int end)
    {
        var parsed = ExpressionParser.Parse(text, start, Math.Max(0, end - start));
        diagnostics.AddRange(parsed.Diagnostics);
        return parsed.Root;
    }

    private void ExpectNothingAfter(TemplatePiece piece, int after)
    {
        if (_words.SkipBlanks(after, piece.CodeEnd) < piece.CodeEnd)
        {
            Report(piece, $"nothing follows `{_words.Of(piece)}`", _words.Of(piece) == "else" ? "a further condition is written `else if`" : null);
        }
    }

    private void NotClosed(TemplatePiece opening, string word) => Report(opening, $"this `{word}` is not closed", "`${{ end }}` is missing");

    private void Report(TemplatePiece at, string message, string? help, string code = ExpressionCodes.TemplateBlock) =>
        diagnostics.Add(new ExpressionDiagnostic(code, at.Start, at.End - at.Start, message, help));
}
