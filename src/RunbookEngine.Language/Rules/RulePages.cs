namespace RunbookEngine.Language.Rules;

/// <summary>The pages of the rules: what, why, a wrong and a right example. The same files as in <c>docs/rules</c>.</summary>
public static class RulePages
{
    /// <summary>The page of a rule as Markdown; null when there is no such rule.</summary>
    public static string? Find(string code)
    {
        using var stream = typeof(RulePages).Assembly.GetManifestResourceStream($"rules/{code.ToUpperInvariant()}.md");
        if (stream is null)
            return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
