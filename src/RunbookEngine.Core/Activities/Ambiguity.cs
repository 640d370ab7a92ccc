namespace RunbookEngine.Activities;

/// <summary>It cannot be found out whether a change took effect. The run holds and shows this to a person.</summary>
/// <param name="Question">What is not known, in one sentence.</param>
/// <param name="IfItHappened">What the world looks like, and what <c>--mark-done</c> would then mean.</param>
/// <param name="IfItDidNot">What the world looks like, and what <c>--retry</c> would then mean.</param>
/// <param name="Evidence">What was looked at and what was seen, one line each.</param>
public sealed record Ambiguity(string Question, string IfItHappened, string IfItDidNot, IReadOnlyList<string> Evidence);
