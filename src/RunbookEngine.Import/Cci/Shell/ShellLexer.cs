namespace RunbookEngine.Import.Cci.Shell;

/// <summary>Cuts a script into words, operators and redirections.</summary>
internal sealed class ShellLexer
{
    private static readonly string[] Operators = [";;&", ";;", ";&", "&&", "||", "|&", "|", "&", ";", "(", ")"];

    private static readonly string[] Redirections = ["<<<", "<<-", "<<", "&>>", "&>", ">>", ">&", "<&", ">|", "<>", ">", "<"];

    private readonly string _text;
    private readonly List<ShellToken> _tokens = [];
    private readonly List<(int Token, string End, bool Tabs, bool Literal)> _documents = [];
    private readonly List<int> _lineStarts = [0];
    private int _at;

    private ShellLexer(string text)
    {
        _text = text;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n')
                _lineStarts.Add(i + 1);
        }
    }

    /// <summary>Ends in one <see cref="ShellTokenKind.End"/>; what cannot be read is one <see cref="ShellTokenKind.Broken"/> before it.</summary>
    public static IReadOnlyList<ShellToken> Read(string text)
    {
        var lexer = new ShellLexer(text);
        try
        {
            lexer.Read();
        }
        catch (ShellSyntaxException e)
        {
            lexer.Add(ShellTokenKind.Broken, e.Message, lexer._at, text.Length);
        }

        lexer.Add(ShellTokenKind.End, "", text.Length, text.Length);
        return lexer._tokens;
    }

    private void Read()
    {
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (c is ' ' or '\t' or '\r')
                _at++;
            else if (c == '\\' && _at + 1 < _text.Length && (_text[_at + 1] == '\n' || string.CompareOrdinal(_text, _at + 1, "\r\n", 0, 2) == 0))
                _at += _text[_at + 1] == '\n' ? 2 : 3;
            else if (c == '\n')
                NewLine();
            else if (c == '#')
                Comment();
            else if (!Arithmetic() && !Redirection() && !Operator())
                Word();
        }

        if (_documents.Count > 0)
            throw new ShellSyntaxException($"the text behind << is not closed by {_documents[0].End}");
    }

    private void NewLine()
    {
        Add(ShellTokenKind.NewLine, "", _at, _at + 1);
        _at++;
        foreach (var (token, end, tabs, literal) in _documents)
            HereDocument(token, end, tabs, literal);
        _documents.Clear();
    }

    private void HereDocument(int token, string end, bool tabs, bool literal)
    {
        var body = new System.Text.StringBuilder();
        while (_at < _text.Length)
        {
            var next = _text.IndexOf('\n', _at);
            var line = (next < 0 ? _text[_at..] : _text[_at..next]).TrimEnd('\r');
            var start = _at;
            _at = next < 0 ? _text.Length : next + 1;
            if (tabs)
                line = line.TrimStart('\t');
            if (line == end)
            {
                _tokens[token] = _tokens[token] with
                {
                    EndLine = LineOf(start),
                    HereDocument = new HereDocument(WordReader.ReadHereDocument(body.ToString(), literal)),
                };
                return;
            }

            body.Append(line).Append('\n');
        }

        throw new ShellSyntaxException($"the text behind << is not closed by {end}");
    }

    private void Comment()
    {
        var end = _text.IndexOf('\n', _at);
        end = end < 0 ? _text.Length : end;
        if (_tokens.Count == 0 || _tokens[^1].Kind == ShellTokenKind.NewLine || LineOf(_tokens[^1].Start) != LineOf(_at))
            Add(ShellTokenKind.Comment, _text[_at..end], _at, end);
        _at = end;
    }

    // (( … )) where a command starts is one word; anywhere else the brackets are operators.
    private bool Arithmetic()
    {
        var starts = string.CompareOrdinal(_text, _at, "((", 0, 2) == 0
            && (_tokens.Count == 0 || _tokens[^1].Kind is ShellTokenKind.NewLine or ShellTokenKind.Comment
                || _tokens[^1].Kind == ShellTokenKind.Operator || _tokens[^1].Text is "if" or "elif" or "while" or "until" or "then" or "do" or "else" or "!" or "for");
        var close = starts ? _text.IndexOf("))", _at, StringComparison.Ordinal) : -1;
        if (close < 0 || _text.AsSpan(_at, close - _at).Contains('\n'))
            return false;
        var raw = _text[_at..(close + 2)];
        _tokens.Add(new ShellToken(ShellTokenKind.Word, raw, _at, close + 2, LineOf(_at), LineOf(_at), new ShellWord(raw, [new OpaquePart(raw)], false, false)));
        _at = close + 2;
        return true;
    }

    private bool Redirection()
    {
        var digits = _at;
        while (digits < _text.Length && char.IsAsciiDigit(_text[digits]))
            digits++;
        if (Redirections.FirstOrDefault(r => string.CompareOrdinal(_text, digits, r, 0, r.Length) == 0) is not { } sign)
            return false;
        var start = _at;
        var at = digits + sign.Length;
        while (at < _text.Length && _text[at] is ' ' or '\t')
            at++;
        var (word, end) = WordReader.Read(_text, at);
        _at = end;
        Add(ShellTokenKind.Redirection, _text[start..end], start, end);
        if (sign is "<<" or "<<-")
            _documents.Add((_tokens.Count - 1, word.Literal ?? word.Raw, sign == "<<-", word.Quoted));
        return true;
    }

    private bool Operator()
    {
        if (Operators.FirstOrDefault(o => string.CompareOrdinal(_text, _at, o, 0, o.Length) == 0) is not { } sign)
            return false;
        Add(ShellTokenKind.Operator, sign, _at, _at + sign.Length);
        _at += sign.Length;
        return true;
    }

    private void Word()
    {
        var (word, end) = WordReader.Read(_text, _at);
        if (end == _at)
            throw new ShellSyntaxException("a character has no meaning here");
        _tokens.Add(new ShellToken(ShellTokenKind.Word, word.Raw, _at, end, LineOf(_at), LineOf(end - 1), word));
        _at = end;
    }

    private void Add(ShellTokenKind kind, string text, int start, int end) =>
        _tokens.Add(new ShellToken(kind, text, start, end, LineOf(start), LineOf(Math.Max(start, end - 1))));

    private int LineOf(int offset)
    {
        var found = _lineStarts.BinarySearch(offset);
        return found >= 0 ? found + 1 : ~found;
    }
}
