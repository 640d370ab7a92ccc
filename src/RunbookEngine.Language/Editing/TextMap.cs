using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Language.Editing;

/// <summary>Converts between offsets, an editor's positions (from 0, UTF-16, lines end in LF, CRLF or CR) and those of diagnostics (from 1).</summary>
/// <remarks>YAML ends lines at NEL, LS and PS too; an editor does not.</remarks>
public sealed class TextMap
{
    private readonly string _text;
    private readonly int[] _editorLines;
    private readonly int[] _yamlLines;

    public TextMap(string text)
    {
        _text = text;
        _editorLines = Starts(text, false);
        _yamlLines = text.AsSpan().IndexOfAny('\u0085', '\u2028', '\u2029') < 0 ? _editorLines : Starts(text, true);
    }

    /// <summary>Number of lines an editor shows.</summary>
    public int Lines => _editorLines.Length;

    /// <summary>The offset of an editor's position; a position outside the text becomes the nearest one inside.</summary>
    public int Offset(int line, int character)
    {
        if (line < 0)
            return 0;
        if (line >= _editorLines.Length)
            return _text.Length;
        var end = line + 1 < _editorLines.Length ? _editorLines[line + 1] : _text.Length;
        while (end > _editorLines[line] && _text[end - 1] is '\n' or '\r' && line + 1 < _editorLines.Length)
            end--;
        return (int)Math.Clamp((long)_editorLines[line] + character, _editorLines[line], end);
    }

    public (int Line, int Character) Position(int offset)
    {
        offset = Math.Clamp(offset, 0, _text.Length);
        var found = Array.BinarySearch(_editorLines, offset);
        var line = found >= 0 ? found : ~found - 1;
        return (line, offset - _editorLines[line]);
    }

    /// <summary>Where a span of a diagnostic or a node starts and ends, as offsets.</summary>
    public (int Start, int End) Offsets(SourceSpan at)
    {
        var start = Offset(_yamlLines, at.Line, at.Column);
        return (start, Math.Max(start, Offset(_yamlLines, at.EndLine, at.EndColumn)));
    }

    private int Offset(int[] lines, int line, int column)
    {
        if (line > lines.Length)
            return _text.Length;
        var start = lines[Math.Max(0, line - 1)];
        return (int)Math.Clamp((long)start + Math.Max(0, column - 1), 0, _text.Length);
    }

    private static int[] Starts(string text, bool yaml)
    {
        var starts = new List<int> { 0 };
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || text[i] == '\r' && (i + 1 >= text.Length || text[i + 1] != '\n') || yaml && text[i] is '\u0085' or '\u2028' or '\u2029')
                starts.Add(i + 1);
        }

        return [.. starts];
    }
}
