namespace RunbookEngine.Plans;

/// <summary>The language of expressions and texts that plans are written in.</summary>
/// <remarks>1: read and computed by a parser and an evaluator of our own. 2: by Scriban; src/decisions/0027 says what differs.</remarks>
public static class PlanLanguage
{
    /// <summary>What plans are written in today. Those of every version before are read.</summary>
    public const int Version = 2;

    /// <returns>Why this engine does not carry the plan on; null when it reads its language.</returns>
    public static string? Problem(Plan plan) => plan.Language is null or <= Version
        ? null
        : $"the plan is written in version {plan.Language} of the expression language, this engine reads up to {Version}: use the newer version of runbook that made it";
}
