namespace RunbookEngine.Documents;

/// <summary>Which documents a list shows, in the order of their ids.</summary>
/// <param name="Prefix">Only ids that begin so; empty for all.</param>
/// <param name="After">Only ids behind this one: the next page. Null for the first.</param>
/// <param name="Limit">1 to 1000; default 100.</param>
public sealed record DocumentFilter(string Kind, string Prefix = "", string? After = null, int Limit = 100);
