using RunbookEngine.Arrays.Transport;

namespace RunbookEngine.Arrays.Sessions;

/// <summary>A session on one REST server. Its token identifies us; resource locks belong to it, not to the user.</summary>
internal sealed class ArraySession(Controller controller, string token, long sessionId, DateTimeOffset now)
{
    public Controller Controller => controller;

    public string Token => token;

    public long SessionId => sessionId;

    /// <summary>When this array last saw the token; its idle time runs from there.</summary>
    public DateTimeOffset UsedAt { get; set; } = now;

    /// <summary>When anybody last needed it, be it as <c>Remote-Authorization</c> on the partner.</summary>
    public DateTimeOffset WantedAt { get; set; } = now;
}
