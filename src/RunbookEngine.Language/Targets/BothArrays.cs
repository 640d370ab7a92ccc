using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Targets;

/// <summary>Which pair operations cannot be done while one of the arrays of a target is gone. The only place that says so.</summary>
public static class BothArrays
{
    /// <param name="verb">A verb of pairs.</param>
    /// <param name="technology">Of the target; null when it is not known.</param>
    /// <param name="text">The argument of that name, expressions as written; null when it is absent.</param>
    /// <param name="declared">Somebody has declared the disaster: a takeover does not try to exchange the roles.</param>
    /// <returns>Null when the array that is left can be asked alone. Not certain: an argument decides it that is not known yet.</returns>
    public static (string Why, bool Certain)? Need(string verb, Technology? technology, Func<string, string?> text, bool declared)
    {
        if (technology?.IsRemote() != true)
            return technology is null ? null : ("its copies are inside that array", true);
        bool IsKnown(string name) => text(name)?.Contains("${{", StringComparison.Ordinal) != true;
        switch (verb)
        {
            case "pair.snapshot" or "pair.assert" or "pair.wait":
                return null;
            case "pair.takeover" when declared || text("mode") == "force":
                return null;
            case "pair.takeover":
                return ("a takeover that may exchange the roles asks both arrays; in a disaster, mode: force asks the array of the S-VOLs alone", IsKnown("mode"));
            case "pair.split" when text("swap") == "true":
                return null;
            case "pair.split" when !IsKnown("swap"):
                return ("a split without swap is done by both arrays", false);
            default:
                return ($"{verb} is done by both arrays", true);
        }
    }
}
