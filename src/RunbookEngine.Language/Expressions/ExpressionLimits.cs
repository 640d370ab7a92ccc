namespace RunbookEngine.Language.Expressions;

/// <summary>The edges of the expression language. Past any of them the author gets a diagnostic, never a hang.</summary>
public static class ExpressionLimits
{
    /// <summary>Characters of one expression.</summary>
    public const int Length = 10_000;

    /// <summary>Brackets, literals and conditional branches inside one another.</summary>
    public const int Depth = 64;

    /// <summary>Height of the parsed tree; a chain such as a + b + c … grows it by one each.</summary>
    public const int Height = 512;

    /// <summary>Arguments of one call, elements of one literal.</summary>
    public const int Elements = 1_000;

    /// <summary>Characters of one text template.</summary>
    public const int TemplateLength = 100_000;
}
