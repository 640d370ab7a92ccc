namespace RunbookEngine.Journal;

/// <summary>A state-changing request exactly as it will be sent, secrets left out.</summary>
/// <param name="Method">HTTP method, or <c>exec</c> for a local command.</param>
/// <param name="Path">Path and query, or the program.</param>
/// <param name="Body">Body or arguments as text; null for none. Secrets are masked.</param>
public sealed record OperationRequest(string Method, string Path, string? Body);
