namespace RunbookEngine.Language.Expressions;

internal enum TokenKind
{
    End,
    Name,
    Literal,
    Interpolated,
    Operator,
    OpenParen,
    CloseParen,
    OpenBracket,
    CloseBracket,
    OpenBrace,
    CloseBrace,
    Dot,
    QuestionDot,
    Comma,
    Colon,
    Question,
    Pipe,
    At,

    /// <summary>Scriban knows it, this language does not: assignment, ++, ^, shifts, ';', '#'.</summary>
    Refused,
}
