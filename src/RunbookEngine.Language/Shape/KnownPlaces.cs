namespace RunbookEngine.Language.Shape;

/// <summary>Where a key belongs that is written at a wrong place.</summary>
internal static class KnownPlaces
{
    private static readonly string[] Modifiers =
        ["when", "foreach", "as", "maxParallel", "stopAfterFailures", "timeout", "grace", "retry", "wait", "rollback", "onFailure", "pivot", "measure", "modes"];

    private static readonly string[] Sections = ["inputs", "targets", "objectives", "steps", "cleanup", "finally", "triggers"];

    /// <summary>A mend, or null when the key is known nowhere.</summary>
    public static string? Of(string key, IReadOnlyCollection<string> knownHere) => key switch
    {
        _ when Modifiers.Contains(key) && !knownHere.Contains("id") => $"`{key}` is a modifier of the step: write it beside the verb, not inside it",
        _ when Sections.Contains(key) => $"`{key}` is a section of the runbook: write it at the left margin",
        "on" when knownHere.Contains("id") => "`on` is an argument of the verb: write it inside the verb's braces",
        "args" or "with" when knownHere.Contains("id") => "arguments are written inside the verb: `pair.split: { on: … }`",
        "if" when knownHere.Contains("id") => "the condition of a step is `when`",
        "name" or "description" => null,
        _ => null,
    };
}
