using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Language.Rules;

/// <summary>What is known of a rule without running it.</summary>
/// <param name="Code"><c>RB</c> and four digits.</param>
/// <param name="Severity">Its usual severity; a few rules have both.</param>
/// <param name="CanBeSilenced">False where no plan could be made, or a fence would fall: such a finding stays an error.</param>
/// <param name="NeedsEnvironment">It says nothing when no environment is given.</param>
/// <param name="Title">What is wrong, as the heading of its page.</param>
public sealed record RuleInfo(string Code, Severity Severity, bool CanBeSilenced, bool NeedsEnvironment, string Title);
