namespace RunbookEngine.Arrays.Sessions;

/// <summary>The body of a login. <paramref name="AliveTime"/> in seconds, 1 to 300.</summary>
internal sealed record SessionRequest(long AliveTime);

internal sealed record SessionResponse(string? Token, long? SessionId);
