namespace RunbookEngine.Language.Diagnostics;

/// <summary>A place in a file. Lines and columns count from 1, columns in UTF-16 units; the end is the first column after the text.</summary>
/// <param name="File">The file's name as it was given.</param>
public readonly record struct SourceSpan(string File, int Line, int Column, int EndLine, int EndColumn)
    : IComparable<SourceSpan>
{
    /// <summary>The first character of a file, for what concerns the file as a whole.</summary>
    public static SourceSpan StartOf(string file) => new(file, 1, 1, 1, 1);

    /// <summary>A part of this span's first line: <paramref name="offset"/> characters in, <paramref name="length"/> long.</summary>
    public SourceSpan Part(int offset, int length) => new(File, Line, Column + offset, Line, Column + offset + length);

    /// <summary>From the start of this span to the end of another.</summary>
    public SourceSpan To(SourceSpan end) => this with { EndLine = end.EndLine, EndColumn = end.EndColumn };

    public int CompareTo(SourceSpan other)
    {
        var byFile = string.CompareOrdinal(File, other.File);
        return byFile != 0 ? byFile : (Line, Column).CompareTo((other.Line, other.Column));
    }

    public override string ToString() => $"{File}:{Line}:{Column}";
}
