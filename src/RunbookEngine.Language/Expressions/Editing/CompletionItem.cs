namespace RunbookEngine.Language.Expressions;

/// <summary>Something an author could write at a place.</summary>
/// <param name="Label">What the list shows.</param>
/// <param name="Insert">What goes in place of the characters from <paramref name="ReplaceFrom"/> up to the cursor.</param>
/// <param name="Detail">Its type or signature.</param>
public sealed record CompletionItem(string Label, string Insert, int ReplaceFrom, string Detail, string? Description, bool IsFunction);
