namespace RunbookEngine.Server.Triggers;

/// <summary>What came of a request to a webhook.</summary>
/// <param name="Run">Null: it was understood, and starts nothing.</param>
/// <param name="Before">An earlier request had started it.</param>
/// <param name="Reason">Why it starts nothing.</param>
public sealed record HookAnswer(string? Run, string? Href, bool Before, string? Reason)
{
    public static HookAnswer Nothing(string reason) => new(null, null, false, reason);
}
