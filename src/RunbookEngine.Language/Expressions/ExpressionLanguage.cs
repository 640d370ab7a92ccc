namespace RunbookEngine.Language.Expressions;

/// <summary>The language of expressions and texts.</summary>
/// <remarks>1: read and computed by a parser and an evaluator of our own. 2: by Scriban; src/decisions/0027 says what differs.</remarks>
public static class ExpressionLanguage
{
    /// <summary>What plans are written in today. Those of every version before are read.</summary>
    public const int Version = 2;
}
