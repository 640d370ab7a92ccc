namespace RunbookEngine.Language.Environments;

/// <summary>Section <c>breakGlass</c>: who may set a decision aside in an emergency, two at a time.</summary>
/// <param name="By">Groups of approvers, or persons.</param>
/// <param name="Notify">Channels that are told; empty: all of the environment.</param>
public sealed record BreakGlassEntry(IReadOnlyList<string> By, IReadOnlyList<string>? Notify = null);
