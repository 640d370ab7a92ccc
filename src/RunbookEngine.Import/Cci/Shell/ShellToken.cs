namespace RunbookEngine.Import.Cci.Shell;

internal enum ShellTokenKind
{
    Word,

    /// <summary><c>;</c>, <c>&amp;&amp;</c>, a bracket and the like; the text says which.</summary>
    Operator,

    /// <summary>A redirection with its target, as written.</summary>
    Redirection,
    NewLine,

    /// <summary>A comment with nothing before it on its line.</summary>
    Comment,

    /// <summary>Text that cannot be read; the last token but the end.</summary>
    Broken,
    End,
}

/// <param name="EndLine">Line of its last character; of a here document the line of its closing word.</param>
/// <param name="Word">Of words only.</param>
/// <param name="HereDocument">Of redirections that have one.</param>
internal sealed record ShellToken(
    ShellTokenKind Kind, string Text, int Start, int End, int Line, int EndLine, ShellWord? Word = null, HereDocument? HereDocument = null)
{
    public bool Is(string text) => Kind is ShellTokenKind.Word or ShellTokenKind.Operator && Text == text;
}
