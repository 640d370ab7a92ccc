using RunbookEngine.Language.Expressions;
using Scriban.Runtime;
using Scriban.Syntax;

namespace RunbookEngine.Language.Templates;

/// <summary>
/// One reading of a text: its pieces are checked one by one, so that each mistake shows at its place; then Scriban parses the page, and its tree is
/// admitted into <see cref="TemplateNode"/>s.
/// </summary>
internal sealed class TemplateReading(string text, bool allowBlocks)
{
    private readonly List<ExpressionDiagnostic> _diagnostics = [];
    private readonly TemplatePage _page = new(text);
    private readonly NodeTable _nodes = new();
    private readonly Dictionary<ScriptNode, TemplateNode.For> _loops = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<TemplateLoop> _headers = new();
    private readonly Stack<OpenBlock> _open = new();
    private bool _isBroken;

    public Template Read()
    {
        var pieces = TemplateScanner.Scan(text, allowBlocks, _diagnostics);
        _isBroken = _diagnostics.Count > 0;
        if (!_page.IsPossible)
        {
            Report(0, text.Length, "this text holds too many characters that have no meaning", null, ExpressionCodes.Limit);
        }

        foreach (var piece in pieces)
        {
            if (_page.IsPossible)
            {
                Add(piece);
            }
        }

        foreach (var (piece, word, _) in _open)
        {
            Report(piece, $"this `{word}` is not closed", "`${{ end }}` is missing");
        }

        var (nodes, page) = _isBroken ? ([], null) : Admitted();
        return new Template(text, nodes, [.. _diagnostics.OrderBy(d => d.Offset)])
        {
            Page = page,
            Table = _nodes,
            Loops = _loops,
            IsOnePiece = pieces.Count == 1,
        };
    }

    private void Add(TemplatePiece piece)
    {
        if (piece.Fixed is { } plain)
        {
            _page.Plain(plain, piece.Start);
            return;
        }

        var statement = TemplateStatement.Of(text, piece);
        if (statement.Word.Length > 0 && !allowBlocks)
        {
            Report(piece, $"`{statement.Word.Split(' ')[0]}` cannot stand here: blocks are for texts such as `message`", "use `a ? b : c` instead");
            return;
        }

        if (!statement.IsKnown)
        {
            Report(piece, $"`{statement.Word}` is not part of this language", "only `if`, `else if`, `else`, `for` and `end` are");
            return;
        }

        switch (statement.Word)
        {
            case "":
                _page.Code(piece, "", Expression(statement.After, piece.CodeEnd, "''"));
                break;
            case "if":
                Enter(piece, "if");
                _page.Code(piece, "if", Expression(statement.After, piece.CodeEnd, "true"));
                break;
            case "for":
                Enter(piece, "for");
                Loop(piece, statement.After);
                break;
            default:
                Inside(piece, statement);
                break;
        }
    }

    private void Enter(TemplatePiece piece, string word)
    {
        if (_open.Count >= ExpressionLimits.Depth)
        {
            Report(piece, $"blocks nest at most {ExpressionLimits.Depth} deep", null, ExpressionCodes.Limit);
        }

        _open.Push(new OpenBlock(piece, word, false));
    }

    private void Inside(TemplatePiece piece, TemplateStatement statement)
    {
        if (!_open.TryPop(out var open))
        {
            Report(piece, $"`{statement.Word}` without a block that it belongs to", "a block starts with `${{ if … }}` or `${{ for x in … }}`");
            return;
        }

        if (statement.Word == "else if")
        {
            _open.Push(open);
            if (open.HasElse || open.Word == "for")
            {
                Report(piece, "after `else` comes `end`", "a further condition is written `else if` before the `else`");
                return;
            }

            _page.Code(piece, "else if", Expression(statement.After, piece.CodeEnd, "true"));
            return;
        }

        if (TemplateStatement.Next(text, statement.After, piece.CodeEnd) is var (_, rest) && text[statement.After..piece.CodeEnd].Trim().Length > 0 && rest >= 0)
        {
            Report(piece, $"nothing follows `{statement.Word}`", statement.Word == "else" ? "a further condition is written `else if`" : null);
        }

        if (statement.Word == "else")
        {
            if (open.HasElse)
            {
                Report(piece, "after `else` comes `end`", "a further condition is written `else if` before the `else`");
            }

            _open.Push(open with { HasElse = true });
        }

        _page.Code(piece, statement.Word, null);
    }

    private void Loop(TemplatePiece piece, int start)
    {
        if (TemplateLoop.Read(text, start, piece.CodeEnd, _diagnostics) is not { } loop)
        {
            _isBroken = true;
            return;
        }

        _headers.Enqueue(loop);
        _page.Code(piece, $"for {loop.Variable} in", Expression(loop.ItemsStart, loop.ItemsEnd, "[]"));
    }

    /// <summary>An expression as it goes into the page; a broken one is reported, and a harmless one stands for it so that later mistakes show too.</summary>
    private PreparedText Expression(int start, int end, string otherwise)
    {
        var parsed = ExpressionParser.Parse(text, start, Math.Max(0, end - start));
        if (parsed is { Root: not null, Prepared: { } prepared })
        {
            return prepared;
        }

        _diagnostics.AddRange(parsed.Diagnostics);
        var harmless = new PreparedText();
        harmless.Put(otherwise, start);
        return harmless;
    }

    private (IReadOnlyList<TemplateNode>, ScriptPage?) Admitted()
    {
        var (page, messages) = ExpressionParser.ParsePage(_page.Prepared.ToString());
        if (page is null)
        {
            var at = _page.Prepared.Origin(messages.FirstOrDefault()?.Span.Start.Offset ?? 0);
            Report(at, Math.Min(1, text.Length - at), "this text cannot be read from here on", null, ExpressionCodes.TemplateBlock);
            return ([], null);
        }

        try
        {
            var admission = new Admission(text, _page.Prepared, _nodes, _diagnostics);
            return (page.Body is null ? [] : [.. page.Body.Statements.SelectMany(statement => Admit(admission, statement))], page);
        }
        catch (SyntaxError error)
        {
            _diagnostics.Add(error.Diagnostic);
            return ([], null);
        }
    }

    private IEnumerable<TemplateNode> Admit(Admission admission, ScriptStatement statement)
    {
        switch (statement)
        {
            case ScriptRawStatement raw:
                var plain = _page.Restored(raw.Text.ToString());
                raw.Text = new ScriptStringSlice(plain);
                return plain.Length > 0 ? [new TemplateNode.Fixed(plain)] : [];
            case ScriptExpressionStatement print:
                return [new TemplateNode.Print(admission.Admit(print.Expression))];
            case ScriptIfStatement branch:
                return [If(admission, branch)];
            case ScriptForStatement loop:
                return [For(admission, loop)];
            default:
                // Delimiters and ends of blocks.
                return [];
        }
    }

    private TemplateNode.If If(Admission admission, ScriptIfStatement first)
    {
        var branches = new List<(Expression, IReadOnlyList<TemplateNode>)>();
        IReadOnlyList<TemplateNode> otherwise = [];
        for (ScriptConditionStatement? at = first; at is not null;)
        {
            if (at is ScriptIfStatement branch)
            {
                branches.Add((admission.Admit(branch.Condition), Body(admission, branch.Then)));
                at = branch.Else;
            }
            else
            {
                otherwise = Body(admission, (at as ScriptElseStatement)?.Body);
                at = null;
            }
        }

        return new TemplateNode.If(branches, otherwise);
    }

    private TemplateNode.For For(Admission admission, ScriptForStatement loop)
    {
        var header = _headers.Dequeue();
        var items = admission.Admit(loop.Iterator);
        var body = Body(admission, loop.Body);
        var node = new TemplateNode.For(header.Variable, items, header.Offset?.Root, header.Limit?.Root, header.IsReversed, body, Body(admission, loop.Else?.Body));
        foreach (var option in new[] { header.Offset, header.Limit }.OfType<ParsedExpression>())
        {
            _nodes.AddAll(option.Nodes);
        }

        _loops[loop.Iterator!] = node;
        return node;
    }

    private List<TemplateNode> Body(Admission admission, ScriptBlockStatement? block) =>
        block is null ? [] : [.. block.Statements.SelectMany(statement => Admit(admission, statement))];

    private sealed record OpenBlock(TemplatePiece Piece, string Word, bool HasElse);

    private void Report(TemplatePiece at, string message, string? help, string code = ExpressionCodes.TemplateBlock) =>
        Report(at.Start, at.End - at.Start, message, help, code);

    private void Report(int offset, int length, string message, string? help, string code)
    {
        _isBroken = true;
        _diagnostics.Add(new ExpressionDiagnostic(code, offset, length, message, help));
    }
}
