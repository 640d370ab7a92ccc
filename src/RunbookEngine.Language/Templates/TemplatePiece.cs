namespace RunbookEngine.Language.Templates;

/// <summary>Fixed text, or the range of code between the delimiters when <paramref name="Fixed"/> is null.</summary>
/// <param name="Start">Where the piece starts, its delimiter included.</param>
/// <param name="CodeStart">Of code: behind the opening delimiter and its strip mark.</param>
/// <param name="CodeEnd">Of code: before the strip mark and the closing delimiter.</param>
/// <param name="StripLeft">-, ~ or none: white space before it goes.</param>
/// <param name="StripRight">-, ~ or none: white space behind it goes.</param>
internal readonly record struct TemplatePiece(
    string? Fixed, int Start, int End, int CodeStart = 0, int CodeEnd = 0, char StripLeft = ' ', char StripRight = ' ');
