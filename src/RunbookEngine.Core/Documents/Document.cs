namespace RunbookEngine.Documents;

/// <summary>A piece of JSON that is kept beside the run journal: a runbook version, a schedule, the hash of an API key.</summary>
/// <param name="Kind">What it is; lower-case words, 1 to 40 characters.</param>
/// <param name="Id">Which one of its kind, 1 to 400 characters; ids sort by their UTF-8 bytes.</param>
/// <param name="Version">1 when made, one more with every change: what two writers at once are told apart by.</param>
/// <param name="Body">JSON, at most <see cref="MaxBody"/> characters.</param>
/// <param name="ExpiresAt">From when on it is as good as gone; null: never.</param>
public sealed record Document(string Kind, string Id, int Version, string Body, DateTimeOffset ChangedAt, DateTimeOffset? ExpiresAt)
{
    public const int MaxId = 400;

    public const int MaxBody = 64 << 20;
}
