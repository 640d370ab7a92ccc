namespace RunbookEngine.Language.Expressions;

/// <summary>A name of a scope or a member of an object.</summary>
/// <param name="Description">For hover and completion.</param>
/// <param name="NotYet">Why it has no value here though the name is right, such as "step `backup` runs later"; null when it has one.</param>
public sealed record ExprMember(ExprType Type, string? Description = null, string? NotYet = null);
