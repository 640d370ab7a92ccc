namespace RunbookEngine.Language.Expressions;

/// <summary>Which characters make a name, as in Scriban.</summary>
internal static class Names
{
    public static bool IsStart(char c) => char.IsLetter(c) || c == '_';

    public static bool IsPart(char c) => char.IsLetterOrDigit(c) || c == '_';
}
